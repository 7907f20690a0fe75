"""A calendar as RFC 5545 writes it."""

from collections.abc import Sequence
from datetime import UTC, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar
from icalendar import Event as Written

from accanto.casework.agenda.queries.feed import Event


def as_calendar(events: Sequence[Event], *, name: str, stamp: datetime) -> bytes:
    """The same events give the same bytes: whoever has them already is told so. `stamp`: when the address was made."""
    calendar = Calendar()
    calendar.add("prodid", "-//Accanto//Agenda//IT")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", timezone.get_default_timezone_name())
    for event in events:
        calendar.add_component(_written(event, stamp))
    calendar.add_missing_timezones()
    written: bytes = calendar.to_ical()
    return written


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
