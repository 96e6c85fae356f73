"""Tables to arrays: reading, column roles, splits, encoding. Constants are fitted on training rows only."""
