"""Pictures of the window in the situations that matter, made to be looked at."""
