"""Plots and heatmaps of what the engine computes."""
