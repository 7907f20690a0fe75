"""Multidisciplinary team: meetings, agenda, attendance, decisions, minutes."""
