"""Staff pages that compose other rooms' parts."""
