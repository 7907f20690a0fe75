"""Accounts, operators, contracts, roles."""
