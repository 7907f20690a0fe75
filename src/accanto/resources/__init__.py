"""What can be given, and with which money."""
