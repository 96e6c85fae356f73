"""NN Designer: draw a neural network, watch it think, see it learn."""

__version__ = "0.1.0"
