"""The window that looks for a learning rate: trying many, and going along the gradient."""
