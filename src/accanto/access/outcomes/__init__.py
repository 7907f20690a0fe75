"""What the national agency decided on an income measure."""
