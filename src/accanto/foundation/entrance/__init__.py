"""Who comes in: attempts and their limits, open sessions and how they end, what must be done before anything else."""
