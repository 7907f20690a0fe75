"""Accanto: the information system of a social-services zone."""
