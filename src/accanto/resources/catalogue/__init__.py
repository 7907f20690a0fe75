"""Services that can be given, with their parallel codes."""
