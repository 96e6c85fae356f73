"""Small controls that float over the canvas."""
