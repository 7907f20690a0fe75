"""The demo zone: the real zone of the sources with invented people; what newcomers see and what tests use."""
