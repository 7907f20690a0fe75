"""Stored files with their fingerprint, frozen prints included."""
