"""The door for programs: keys that act as one account, and the addresses under /api/v1/."""
