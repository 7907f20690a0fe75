"""What the addresses for programs read: as the pages do, but for what must not leave."""
