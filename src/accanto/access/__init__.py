"""How people and files reach the zone."""
