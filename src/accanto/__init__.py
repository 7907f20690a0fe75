"""Accanto: the information system of a social-services zone."""

__version__ = "0.1.0"
