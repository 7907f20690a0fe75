"""Who may be the same person as whom: looked for before anybody is written down, linked and never merged."""
