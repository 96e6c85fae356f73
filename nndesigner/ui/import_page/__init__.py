"""The import page: what a table is, how it is prepared, and the network that fits it."""
