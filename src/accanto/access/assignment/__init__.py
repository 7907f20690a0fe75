"""Who takes in charge the households with a positive outcome."""
