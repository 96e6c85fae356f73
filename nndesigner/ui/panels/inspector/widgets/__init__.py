"""Small widgets that the subjects of the inspector share."""
