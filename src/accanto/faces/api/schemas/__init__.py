"""What goes in and out of the addresses for programs."""
