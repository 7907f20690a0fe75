"""Organisations and their offices."""
