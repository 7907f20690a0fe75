"""Funds and the plan lines that they pay."""
