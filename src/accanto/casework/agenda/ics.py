"""A calendar as RFC 5545 writes it."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Timezone, TimezoneDaylight, TimezoneStandard
from icalendar import Event as Written

from accanto.casework.agenda.queries.feed import Event

# By the clock that is left: directive 2000/84/EC, art. 2 and 3; the same nights since 1996.
_CHANGES = (
    (TimezoneDaylight, "CEST", datetime(1996, 3, 31, 2), 3, 1, 2),  # noqa: DTZ001
    (TimezoneStandard, "CET", datetime(1996, 10, 27, 3), 10, 2, 1),  # noqa: DTZ001
)


def as_calendar(events: Sequence[Event], *, name: str, stamp: datetime) -> bytes:
    """The same events give the same bytes: whoever has them already is told so. `stamp`: when the address was made."""
    calendar = Calendar()
    calendar.add("prodid", "-//Accanto//Agenda//IT")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", timezone.get_default_timezone_name())
    calendar.add_component(_clock())
    for event in events:
        calendar.add_component(_written(event, stamp))
    written: bytes = calendar.to_ical()
    return written


def _clock() -> Timezone:
    """When the zone's clock moves, as a rule: from the last Sunday of March to that of October, since 1996.

    The library would list every night since 1970, and the ones of spring an hour late; other programs do not read it.
    """
    zone = Timezone()
    zone.add("tzid", timezone.get_default_timezone_name())
    for kind, name, first, month, before, after in _CHANGES:
        part = kind()
        part.add("dtstart", first)
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        part.add("tzoffsetfrom", timedelta(hours=before))
        part.add("tzoffsetto", timedelta(hours=after))
        part.add("tzname", name)
        zone.add_component(part)
    return zone


def _written(event: Event, stamp: datetime) -> Written:
    here = timezone.get_default_timezone()
    written = Written()
    written.add("uid", f"{event.uid}@accanto")
    written.add("dtstamp", stamp.astimezone(UTC))
    written.add("dtstart", event.starts_at.astimezone(here))
    written.add("dtend", event.ends_at.astimezone(here))
    written.add("summary", event.summary)
    if event.location:
        written.add("location", event.location)
    written.add("class", "PRIVATE")
    written.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
    written.add("sequence", 1 if event.cancelled else 0)
    written.add("transp", "TRANSPARENT" if event.cancelled else "OPAQUE")
    if event.cancelled:
        written.add("comment", _("Cancelled"))
    return written
