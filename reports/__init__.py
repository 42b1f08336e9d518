"""Projects a stored run for its readers; knows no platform and no rule."""
