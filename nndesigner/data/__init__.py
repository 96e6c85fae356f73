"""Tables to arrays: reading, column roles, encoding, splits. Everything fitted is fitted on training rows only."""
