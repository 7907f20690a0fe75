"""Figures that the zone must publish; each opens the rows that it is made of."""
