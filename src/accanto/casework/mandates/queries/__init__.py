"""Reading measures, and who acts for an adult."""

from accanto.casework.mandates.queries.administrators import Representative, representatives_of

__all__ = ["Representative", "representatives_of"]
