"""Free hours as a page offers them: those of one day that are alike stand together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.utils import timezone
from django.utils.text import capfirst

from accanto.casework.agenda.models import Slot
from accanto.core.templatetags.accanto_ui import date_words, written_by

# Days looked through, and hours offered, at a time.
AHEAD, OFFERED = timedelta(days=27), 24


@dataclass(frozen=True)
class Group:
    """`day` stands only where a new one begins."""

    day: str
    about: str
    slots: Sequence[Slot]


def grouped(slots: Sequence[Slot], today: date) -> list[Group]:
    found, before = [], None
    for (day, about), same in groupby(slots, key=lambda one: (_day(one), _about(one))):
        found.append(Group(_named(day, today) if day != before else "", about, list(same)))
        before = day
    return found


def day_asked(text: str, today: date) -> date:
    """The first day to look at, from an address; today where it is none, past, or over a year away."""
    try:
        asked = date.fromisoformat(text)
    except ValueError:
        return today
    return asked if today <= asked <= today + timedelta(days=366) else today


def look_on(slots: Sequence[Slot], first: date) -> date | None:
    """From where to look on, where there was no room for all: the day of the last hour, which may have more."""
    if len(slots) < OFFERED:
        return None
    last = _day(slots[-1])
    return last if last > first else last + timedelta(days=1)


def _named(day: date, today: date) -> str:
    """«Domani, martedì 24 novembre»: appointments are made by the day of the week."""
    words = written_by("l j F", day)
    near = date_words(day, today) if 0 <= (day - today).days <= 1 else ""
    return capfirst(f"{near}, {words}" if near else words)


def _day(slot: Slot) -> date:
    return timezone.localdate(slot.starts_at)


def _about(slot: Slot) -> str:
    told = [capfirst(str(slot.get_kind_display())), str(slot.office), str(slot.operator or "")]
    return " · ".join(filter(None, told))
