"""Opening hours: read as one writes them, kept as [weekday 1–7, opens, closes], said in words, asked if it is open.

«lun-ven 9-13; mar gio 15-17.30» is the same in any order. What closes at or before it opens, closes the day after.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from accanto.core.errors import OperationRefused
from accanto.core.templatetags.accanto_ui import date_words
from accanto.core.working_time import calendar_of

Hours = list[list[int | str]]
Span = tuple[str, str]

_DAYS = {
    **{stem: day for day, stem in enumerate(("lun", "mar", "mer", "gio", "ven", "sab", "dom"), 1)},
    **{stem: day for day, stem in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), 1)},
}
_UNTIL = frozenset({"al", "alle", "alla", "a", "to", "fino", "until", "-"})
_EVERY = frozenset({"tutti", "ogni", "every"})
_SILENT = frozenset(
    {"e", "ed", "and", "dal", "dalle", "dalla", "from", "ore", "h", "i", "giorni", "giorno", "day", "anche"}
)
_TOKEN = re.compile(r"\d{1,2}(?:[.:]\d{2})?|[a-z]+|-|[^\s,;]")
_SUNDAY = 7
_AHEAD = 14


class HoursNotUnderstood(OperationRefused):
    """Something in the hours cannot be read; the message says which word."""


def read(text: str) -> Hours:
    """:raises HoursNotUnderstood: a word that is no day and no time, a time without a day, hours that overlap."""
    reader = _Reader()
    for token in _TOKEN.findall(_plain(text)):
        reader.take(token)
    return tidy(reader.done())


def tidy(rows: Iterable[Sequence[int | str]]) -> Hours:
    """In order and once each. :raises HoursNotUnderstood: two spans of one day overlap."""
    once = sorted({(int(day), str(opens), str(closes)) for day, opens, closes in rows})
    for (day, _o, closes), (next_day, opens, _c) in pairwise(once):
        if day == next_day and (opens < closes or closes <= _o):
            raise HoursNotUnderstood(
                _("On %(day)s two times overlap: write them one after the other.")
                % {"day": str(WEEKDAYS[day - 1]).lower()}
            )
    return [list(row) for row in once]


def write(hours: Hours) -> str:
    """As `read` takes it: «lun-ven 9-13; mar gio 15-17.30»."""
    return "; ".join(
        f"{_run_words(days, WEEKDAYS_ABBR, '-', ' ')} {_spans_words(spans, '-', ' ')}".lower()
        for days, spans in _groups(hours)
    )


def in_words(hours: Hours) -> str:
    """As one reads it: «lunedì–venerdì 9–13; martedì, giovedì 15–17.30»."""
    between = " " + _("and") + " "
    return "; ".join(
        f"{_run_words(days, WEEKDAYS, '–', ', ')} {_spans_words(spans, '–', between)}".lower()
        for days, spans in _groups(hours)
    )


@dataclass(frozen=True)
class Opening:
    """Open now (`until`), or opening next (`opens`); neither where hours are not known."""

    until: datetime | None = None
    opens: datetime | None = None

    def words(self, today: date) -> str:
        if self.until:
            return _("open now, until %(time)s") % {"time": _clock(self.until)}
        if self.opens is None:
            return ""
        days = (self.opens.date() - today).days
        said = {"time": _clock(self.opens), "day": str(WEEKDAYS[self.opens.weekday()]).lower()}
        if days == 0:
            return _("opens today at %(time)s") % said
        if days == 1:
            return _("opens tomorrow at %(time)s") % said
        if days < _SUNDAY:
            return _("opens on %(day)s at %(time)s") % said
        return _("opens on %(date)s") % {"date": date_words(self.opens.date(), today)}


def opening(hours: Hours, now: datetime, *, closed_on_holidays: bool = True, istat: str = "") -> Opening:
    """`now` by the clock of the zone."""
    spans = [
        _span(day, str(opens), str(closes), now)
        for offset in range(-1, _AHEAD)
        for day in [now.date() + timedelta(days=offset)]
        if not (closed_on_holidays and _is_holiday(day, istat))
        for weekday, opens, closes in hours
        if weekday == day.isoweekday()
    ]
    running = [end for start, end in spans if start <= now < end]
    if running:
        return Opening(until=max(running))
    coming = [start for start, _end in spans if start > now]
    return Opening(opens=min(coming)) if coming else Opening()


def _span(day: date, opens: str, closes: str, now: datetime) -> tuple[datetime, datetime]:
    ends = day if closes > opens else day + timedelta(days=1)
    start, end = (
        datetime.combine(on, time.fromisoformat(at), now.tzinfo) for on, at in ((day, opens), (ends, closes))
    )
    return start, end


def _is_holiday(day: date, istat: str) -> bool:
    """A holiday on a weekday; Sundays are as their own hours say."""
    sunday = day.isoweekday() == _SUNDAY
    return not sunday and not calendar_of(istat or None, saturday_works=True).is_working_day(day)


class _Reader:
    def __init__(self) -> None:
        self.rows: list[tuple[int, str, str]] = []
        self.days: list[int] = []
        self.first: str = ""
        self.range_open = self.timed = False

    def take(self, token: str) -> None:
        if token in _UNTIL:
            self.range_open = True
        elif token in _EVERY:
            self._begin_days()
            self.days = list(range(1, 8))
        elif token[0].isdigit():
            self._time(_time(token))
        elif token[:3] in _DAYS and len(token) >= 3:
            self._day(_DAYS[token[:3]])
        elif token not in _SILENT:
            raise HoursNotUnderstood(
                _("«%(word)s» is no day and no time: write for example «lun-ven 9-13; mar gio 15-17».")
                % {"word": token}
            )

    def _begin_days(self) -> None:
        if self.first:
            self._half()
        if self.timed:
            self.days, self.timed = [], False

    def _day(self, day: int) -> None:
        self._begin_days()
        if self.range_open and self.days:
            last = self.days[-1]
            self.days += [(last + step - 1) % 7 + 1 for step in range(1, (day - last) % 7 + 1)]
        else:
            self.days.append(day)
        self.range_open = False

    def _time(self, at: str) -> None:
        if not self.days:
            raise HoursNotUnderstood(_("Write the days before the times: for example «lun-ven 9-13»."))
        if not self.first:
            self.first, self.range_open = at, False
            return
        if not self.range_open:
            self._half()
        self.rows += [(day, _midnight(self.first), _midnight(at)) for day in self.days]
        self.first, self.range_open, self.timed = "", False, True

    def _half(self) -> None:
        raise HoursNotUnderstood(
            _("After %(time)s say until when: for example «9-13».") % {"time": _short(self.first)}
        )

    def done(self) -> list[tuple[int, str, str]]:
        if self.first:
            self._half()
        if self.days and not self.timed:
            raise HoursNotUnderstood(_("Some days have no time: write for example «lun-ven 9-13»."))
        return self.rows


def _plain(text: str) -> str:
    lowered = unicodedata.normalize("NFKD", text.lower())
    plain = "".join(c for c in lowered if not unicodedata.combining(c))
    return plain.replace("–", "-").replace("—", "-").replace("−", "-")


def _time(token: str) -> str:
    hour, _dot, minute = token.replace(".", ":").partition(":")
    if int(hour) > 24 or int(minute or 0) > 59 or (int(hour) == 24 and int(minute or 0)):
        raise HoursNotUnderstood(_("«%(time)s» is no time of the day.") % {"time": token})
    return f"{int(hour):02d}:{minute or '00'}"


def _midnight(at: str) -> str:
    return "00:00" if at == "24:00" else at


def _short(at: str) -> str:
    hour, minute = at.split(":")[:2]
    return f"{int(hour)}" if minute == "00" else f"{int(hour)}.{minute}"


def _clock(at: datetime) -> str:
    return _short(f"{at:%H:%M}")


def _spans_words(spans: list[Span], dash: str, between: str) -> str:
    return between.join(f"{_short(opens)}{dash}{_short(closes)}" for opens, closes in spans)


def _groups(hours: Hours) -> list[tuple[list[int], list[Span]]]:
    """Days that have the same times, together."""
    of_day: dict[int, list[Span]] = {}
    for day, opens, closes in hours:
        of_day.setdefault(int(day), []).append((str(opens), str(closes)))
    alike: dict[tuple[Span, ...], list[int]] = {}
    for day, spans in sorted(of_day.items()):
        alike.setdefault(tuple(spans), []).append(day)
    return [(days, list(spans)) for spans, days in alike.items()]


def _run_words(days: list[int], names: Mapping[int, Any], dash: str, comma: str) -> str:
    runs: list[list[int]] = []
    for day in days:
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    said: list[str] = []
    for run in runs:
        if len(run) > 2:
            said.append(f"{names[run[0] - 1]}{dash}{names[run[-1] - 1]}")
        else:
            said += [str(names[day - 1]) for day in run]
    return comma.join(said)
