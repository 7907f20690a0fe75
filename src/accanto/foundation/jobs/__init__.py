"""Long work with a progress bar, which can be left and found again; drafts that save themselves."""
