"""Answers to a version of an instrument, and the way that they propose."""
