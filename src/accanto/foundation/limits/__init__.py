"""How often one person, or one address, may ask for what costs much; shared by all processes."""
