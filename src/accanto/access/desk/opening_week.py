"""The week of an access point in words, and what shuts it in the days ahead."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.formats import time_format
from django.utils.text import capfirst

from accanto.access.desk.models import AccessPoint
from accanto.access.desk.opening import Door, door_from
from accanto.territory.bodies.enums import Audience
from accanto.territory.bodies.models import OfficeClosure, OfficeHours
from accanto.territory.bodies.queries import timetables


@dataclass(frozen=True)
class Weekday:
    label: str
    hours: str


def week_of(point: AccessPoint, on: date) -> list[Weekday]:
    """Monday to Sunday, the days on which it opens alone."""
    rows = OfficeHours.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=on),
        office=point.office_id,
        audience=Audience.PUBLIC,
        valid_from__lte=on,
    )
    days: dict[int, list[str]] = {}
    for row in rows.order_by("weekday", "opens"):
        days.setdefault(row.weekday, []).append(
            f"{time_format(row.opens, 'G:i')}–{time_format(row.closes, 'G:i')}"
        )
    return [Weekday(capfirst(str(WEEKDAYS[day])), ", ".join(hours)) for day, hours in sorted(days.items())]


def closures_ahead(point: AccessPoint, on: date) -> list[OfficeClosure]:
    rows = OfficeClosure.objects.filter(office=point.office_id, withdrawn_at=None, ends_on__gt=on)
    return list(rows.order_by("starts_on")[:6])


def doors(points: list[AccessPoint], at: datetime) -> list[Door]:
    """The same as `door_of` for each, in three queries."""
    first = timezone.localdate(at)
    found: dict[int, Any] = timetables([one.office for one in points], first, first + timedelta(days=30))
    return [door_from(found[point.office_id], at) for point in points]
