"""Goals, actions, supports, commitments, signatures, reviews."""
