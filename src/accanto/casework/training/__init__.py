"""Students in training: what their tutor chose for them, with invented names."""
