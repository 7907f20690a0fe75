"""What allauth asks us: who may come in, how they prove it, what they are told."""
