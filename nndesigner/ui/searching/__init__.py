"""Finding by typing: commands, things to add, neurons and steps of the history, each in one small list."""
