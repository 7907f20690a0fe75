"""Hours and closures of an office: a timetable holds from a day on, and what held before is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accanto.core.errors import OperationRefused
from accanto.foundation.audit.operations import record
from accanto.territory.bodies.closure_followers import (
    tell_closure_followers,
    tell_hours_followers,
    tell_reopening_followers,
)
from accanto.territory.bodies.enums import Audience
from accanto.territory.bodies.models import Office, OfficeClosure, OfficeHours

_LONGEST = timedelta(days=366)


@dataclass(frozen=True)
class WeeklyOpening:
    weekday: int
    opens: time
    closes: time
    audience: str = Audience.PUBLIC


@transaction.atomic
def set_office_hours(
    *,
    office: Office,
    week: Sequence[WeeklyOpening],
    valid_from: date,
    by: models.Model | None,
    at: datetime,
    valid_to: date | None = None,
) -> list[OfficeHours]:
    """From a day on (and until `valid_to`, the first day on which the former hours hold again) this is the week.

    An empty week means that it is not open at all in those days.

    :raises OperationRefused: a stretch that closes before it opens, two that overlap, days the wrong way round.
    """
    if valid_to is not None and valid_to <= valid_from:
        raise OperationRefused(
            _("The last day comes before the first: correct one of the two."), field="valid_to"
        )
    _check_week(week)
    Office.objects.select_for_update(of=("self",)).get(pk=office.pk)
    _make_room(office, valid_from, valid_to)
    made = OfficeHours.objects.bulk_create(
        OfficeHours(
            office=office,
            weekday=each.weekday,
            opens=each.opens,
            closes=each.closes,
            audience=each.audience,
            valid_from=valid_from,
            valid_to=valid_to,
        )
        for each in week
    )
    record("bodies.hours_set", by=by, at=at, subject=office, office=office.name, day=valid_from.isoformat())
    tell_hours_followers(office, valid_from, valid_to, by, at)
    return made


@transaction.atomic
def close_office(
    *, office: Office, first_day: date, last_day: date, reason: str, by: models.Model | None, at: datetime
) -> OfficeClosure:
    """It is shut from the first to the last day.

    :raises OperationRefused: no reason, days the wrong way round or over a year, it is shut on one of them already.
    """
    if not reason.strip():
        raise OperationRefused(_("Say why the office is closed: people will read it."), field="reason")
    if last_day < first_day:
        raise OperationRefused(
            _("The last day comes before the first: correct one of the two."), field="last_day"
        )
    if last_day - first_day > _LONGEST:
        raise OperationRefused(_("A closure lasts a year at most: check the days."), field="last_day")
    try:
        with transaction.atomic():
            closure = OfficeClosure.objects.create(
                office=office,
                starts_on=first_day,
                ends_on=last_day + timedelta(days=1),
                reason=reason.strip()[:200],
            )
    except IntegrityError:
        raise OperationRefused(
            _("The office is already closed on one of these days: change or withdraw that closure first."),
            field="first_day",
        ) from None
    record("bodies.closed", by=by, at=at, subject=office, office=office.name, reason=closure.reason)
    tell_closure_followers(closure, by, at)
    return closure


@transaction.atomic
def withdraw_closure(*, closure: OfficeClosure, by: models.Model | None, at: datetime) -> OfficeClosure:
    """The office opens on those days after all.

    :raises OperationRefused: withdrawn already, or its last day is past.
    """
    row = OfficeClosure.objects.select_for_update(of=("self",)).select_related("office").get(pk=closure.pk)
    if row.withdrawn_at is not None:
        raise OperationRefused(_("This closure was withdrawn already."))
    if row.ends_on <= at.date():
        raise OperationRefused(_("The office has been closed on these days: the past is not changed."))
    row.withdrawn_at = at
    row.save(update_fields=["withdrawn_at"])
    record("bodies.reopened", by=by, at=at, subject=row.office, office=row.office.name, reason=row.reason)
    tell_reopening_followers(row, by, at)
    return row


def _check_week(week: Sequence[WeeklyOpening]) -> None:
    standing: dict[tuple[int, str], time] = {}
    for each in sorted(week, key=lambda one: (one.weekday, one.audience, one.opens)):
        if not 0 <= each.weekday <= 6:
            raise OperationRefused(_("A week goes from Monday to Sunday."), field="weekday")
        if each.closes <= each.opens:
            raise OperationRefused(_("The office closes before it opens: correct the time."), field="closes")
        before = standing.get((each.weekday, each.audience))
        if before is not None and each.opens < before:
            raise OperationRefused(_("Two openings of the same day overlap: make them one."), field="opens")
        standing[(each.weekday, each.audience)] = each.closes


def _make_room(office: Office, first: date, end: date | None) -> None:
    """What holds now stops at `first` and, when the new week has an end, goes on from there."""
    rows = OfficeHours.objects.filter(Q(valid_to=None) | Q(valid_to__gt=first), office=office)
    if end is not None:
        rows = rows.filter(valid_from__lt=end)
    for row in rows:
        goes_on = end is not None and (row.valid_to is None or row.valid_to > end)
        later = OfficeHours(
            office=office,
            weekday=row.weekday,
            opens=row.opens,
            closes=row.closes,
            audience=row.audience,
            valid_from=end or first,
            valid_to=row.valid_to,
        )
        if row.valid_from < first:
            row.valid_to = first
            row.save(update_fields=["valid_to"])
        else:
            row.delete()
        if goes_on:
            later.save()
