"""How alike two records are, and why: pure comparisons, without a database."""
