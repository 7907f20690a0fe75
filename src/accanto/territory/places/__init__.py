"""Zone, districts, municipalities (dated) and their residents."""
