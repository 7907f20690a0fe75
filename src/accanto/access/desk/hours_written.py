"""The hours of one day as one writes them: «9-13; 15-17.30», read into stretches and written back."""

import re
from collections.abc import Iterable
from datetime import time
from itertools import pairwise

from django.utils.translation import gettext as _

from accanto.core.errors import OperationRefused

Stretch = tuple[time, time]

_BETWEEN = re.compile(r"\s*(?:;|,|\be\b|\bed\b|\band\b)\s*", re.IGNORECASE)
_STRETCH = re.compile(
    r"(\d{1,2})(?:[.:](\d{2}))?\s*(?:-|–|—|/|alle|al|to)\s*(\d{1,2})(?:[.:](\d{2}))?", re.IGNORECASE
)
_LAST = time(23, 59)


class HoursUnclear(OperationRefused):
    """The hours of a day cannot be read, or cannot be; the message says what to write instead."""


def read(text: str) -> list[Stretch]:
    """In order of time; nothing written is a day on which it is shut.

    :raises HoursUnclear: no stretch of hours, one that ends before it begins or goes over midnight, two that overlap.
    """
    found = sorted(_stretch(part) for part in _BETWEEN.split(text.strip()) if part)
    for (begins, ends), (next_begins, _next_ends) in pairwise(found):
        if next_begins < ends:
            raise HoursUnclear(
                _("«%(one)s» and «%(other)s» overlap: make them one.")
                % {"one": _words(begins, ends), "other": _words(next_begins, _next_ends)}
            )
    return found


def write(stretches: Iterable[Stretch]) -> str:
    return "; ".join(_words(opens, closes) for opens, closes in stretches)


def _stretch(part: str) -> Stretch:
    found = _STRETCH.fullmatch(part.strip())
    if found is None:
        raise HoursUnclear(
            _("«%(words)s» is not clear: write from and to, for example «9-13; 15-17.30».") % {"words": part}
        )
    opens, closes = _time(found[1], found[2]), _time(found[3], found[4])
    if closes <= opens:
        raise HoursUnclear(
            _(
                "«%(words)s» closes before it opens. Over midnight, write up to 23.59 here and the rest on the next"
                " day."
            )
            % {"words": part}
        )
    return opens, closes


def _time(hour: str, minute: str | None) -> time:
    """Midnight at the end of a day is its last minute."""
    if int(hour) == 24 and int(minute or 0) == 0:
        return _LAST
    if int(hour) > 23 or int(minute or 0) > 59:
        told = f"{hour}.{minute}" if minute else hour
        raise HoursUnclear(_("«%(time)s» is no hour of the day.") % {"time": told})
    return time(int(hour), int(minute or 0))


def _words(opens: time, closes: time) -> str:
    return f"{_short(opens)}-{_short(closes)}"


def _short(hour: time) -> str:
    return f"{hour:%-H.%M}" if hour.minute else f"{hour:%-H}"
