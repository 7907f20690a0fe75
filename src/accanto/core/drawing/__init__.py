"""Drawings of families and of what is around them: where everything stands, apart from how it is written as SVG."""
