"""Driving the program through every kind of edit there is."""
