"""The two lines at the top of the home page."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accanto.core.templatetags.accanto_ui import date_words
from accanto.core.working_time import is_working_day
from accanto.territory.bodies.models import Office

AFTERNOON, EVENING = 13, 18


@dataclass(frozen=True)
class Greeting:
    day: str
    words: str


def greeting(name: str, waiting: int, seat: Office | None, now: datetime) -> Greeting:
    return Greeting(_day(now.date(), seat), _words(name, waiting, now.hour))


def _day(today: date, seat: Office | None) -> str:
    weekday = str(WEEKDAYS[today.weekday()]).capitalize()
    words = f"{weekday} {date_words(today)}"
    if seat is None:
        return words
    works = is_working_day(today, seat.seat.istat_code)
    kind = _("working day") if works else _("not a working day")
    return f"{words} · {kind}, {seat.seat.name}"


def _words(name: str, waiting: int, hour: int) -> str:
    if hour < AFTERNOON:
        hello = _("Good morning %(name)s") % {"name": name}
    elif hour < EVENING:
        hello = _("Good afternoon %(name)s") % {"name": name}
    else:
        hello = _("Good evening %(name)s") % {"name": name}
    if not waiting:
        return _("%(hello)s, nothing is waiting for you") % {"hello": hello}
    things = ngettext("%(n)s thing is waiting for you", "%(n)s things are waiting for you", waiting)
    return f"{hello}, {things % {'n': waiting}}"
