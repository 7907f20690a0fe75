"""Places, bodies and the people who work there."""
