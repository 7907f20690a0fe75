"""Persons and households, and who may see them."""
