"""Who lives with whom, and since when."""
