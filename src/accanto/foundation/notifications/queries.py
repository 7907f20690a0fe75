"""Reading notifications in the reader's language."""

from dataclasses import dataclass
from typing import Any

from accanto.foundation.notifications.models import Notification
from accanto.foundation.notifications.operations import KINDS


@dataclass(frozen=True)
class Told:
    notification: Notification
    text: str


class _Dashes(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "–"


def told(notification: Notification) -> Told:
    """A param that is missing leaves a dash; a kind that no room registers any more says so."""
    words = KINDS.get(notification.kind)
    text = str(words).format_map(_Dashes(notification.params)) if words else notification.kind
    return Told(notification, text)
