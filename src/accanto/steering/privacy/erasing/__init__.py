"""Erasing people (GDPR art. 17): names and words go, figures and record stay."""
