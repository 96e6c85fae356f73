"""The inspector: what is selected, its values, and the equations that made them."""
