"""The training settings as widgets, and the popover that holds all of them."""
