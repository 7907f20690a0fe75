from accanto.foundation.entrance.models.attempt import Attempt
from accanto.foundation.entrance.models.session import EntrySession

__all__ = ["Attempt", "EntrySession"]
