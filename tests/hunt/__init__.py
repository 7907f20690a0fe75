"""Hunting leaks: an oracle of who may see what, a walk over every address and id, and words no page may hold."""
