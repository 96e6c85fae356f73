"""The mathematics: networks, activations, costs, backpropagation and descent. NumPy and nothing else."""
