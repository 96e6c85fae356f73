"""The few windows that ask something before the program can go on, or that are read and closed."""
