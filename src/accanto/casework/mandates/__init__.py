"""Measures of courts, the reports that they ask for, hearings; who administers the affairs of an adult."""
