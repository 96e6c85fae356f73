"""The project as one immutable value, and the pure functions that change it."""
