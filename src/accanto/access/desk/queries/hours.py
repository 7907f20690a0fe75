"""The hours of an office on a day, those already written for later, and what shuts it."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from django.db.models import Q, QuerySet

from accanto.access.desk.hours_written import write
from accanto.territory.bodies.models import Office, OfficeClosure, OfficeHours
from accanto.territory.staff.models import User


@dataclass(frozen=True)
class Later:
    """Other hours begin on `on`; the last day on which they hold, where one was said."""

    on: date
    last_day: date | None


def offices_kept(user: User) -> QuerySet[Office]:
    """Whose hours one writes: those that one coordinates."""
    rows = Office.objects.filter(pk__in=user.access.coordinates).select_related("seat", "organisation")
    return rows.order_by("name")


def week_on(office: Office, on: date) -> dict[tuple[int, str], str]:
    """By weekday (0 is Monday) and audience, as it is written by hand."""
    found: dict[tuple[int, str], list[tuple[time, time]]] = {}
    rows = OfficeHours.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=on), office=office, valid_from__lte=on
    )
    for row in rows.order_by("weekday", "opens"):
        found.setdefault((row.weekday, row.audience), []).append((row.opens, row.closes))
    return {key: write(stretches) for key, stretches in found.items()}


def later_weeks(office: Office, on: date) -> list[Later]:
    rows = OfficeHours.objects.filter(office=office, valid_from__gt=on).order_by("valid_from")
    known = dict(rows.values_list("valid_from", "valid_to"))
    return [Later(first, end - timedelta(days=1) if end else None) for first, end in known.items()]


def closures_from(office: Office, on: date) -> list[OfficeClosure]:
    rows = OfficeClosure.objects.filter(office=office, withdrawn_at=None, ends_on__gt=on)
    return list(rows.order_by("starts_on"))
