"""Figures that the README quotes. Not tests: nothing here is collected by pytest."""
