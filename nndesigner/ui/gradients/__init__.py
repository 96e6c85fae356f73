"""The window that holds backpropagation against differences of the cost."""
