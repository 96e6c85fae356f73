"""How the parts of the canvas look."""
