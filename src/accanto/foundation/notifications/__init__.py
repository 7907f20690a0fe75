"""What a person at work must be told."""
