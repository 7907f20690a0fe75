"""The work on one family."""
