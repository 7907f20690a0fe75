"""Rules and tools without tables."""
