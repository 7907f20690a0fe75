"""What people write in a project; nothing is saved here."""
