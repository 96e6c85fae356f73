"""Removing weights by a rule: the window that asks for it, and what it is for."""
