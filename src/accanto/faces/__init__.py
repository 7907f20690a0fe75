"""What people and machines see: staff workspace and command line."""
