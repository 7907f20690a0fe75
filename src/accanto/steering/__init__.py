"""What the zone must know and publish."""
