"""Who did what to whom, when and why: events that are never edited."""
