"""Reading applications and lists."""
