"""Applications as a program is told them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from accanto.access.outcomes.listing import who
from accanto.access.outcomes.models import Application
from accanto.faces.api.reading.shelter import lives_shielded
from accanto.territory.staff.models import User


def applications_of(user: User) -> QuerySet[Any]:
    """Each with whether the town must not leave (`shielded`): the whereabouts of its person are protected."""
    rows = Application.objects.visible_to(user).select_related("municipality", "person")
    told: QuerySet[Any] = rows.annotate(shielded=lives_shielded("outcomes_application.person_id"))
    return told


def narrowed(rows: QuerySet[Any], asked: Any, after: Sequence[Any] | None) -> QuerySet[Any]:
    """By the filters of the query; the newest to arrive first."""
    if asked.measure:
        rows = rows.filter(measure=asked.measure)
    if asked.outcome:
        rows = rows.filter(outcome=asked.outcome)
    if asked.municipality:
        rows = rows.filter(shielded=False, municipality__istat_code=asked.municipality)
    if asked.outcome_since:
        rows = rows.filter(outcome_on__gte=asked.outcome_since)
    if after:
        created_at, pk = after
        rows = rows.filter(Q(created_at__lt=created_at) | Q(created_at=created_at, pk__gt=pk))
    return rows.order_by("-created_at", "pk")


def place_of(row: Application) -> tuple[str, UUID]:
    created_at: datetime = row.created_at
    return created_at.isoformat(), row.pk


def told_in_a_row(row: Any) -> dict[str, Any]:
    return {
        "id": row.pk,
        "protocol": row.protocol,
        "measure": row.measure,
        "outcome": row.outcome,
        "outcome_on": row.outcome_on,
        "reason": row.reason,
        "submitted_on": row.submitted_on,
        "municipality": None if row.shielded else row.municipality.istat_code,
        "name": who(row),
        "person": row.person_id,
    }


def told_whole(row: Any) -> dict[str, Any]:
    events = row.events.order_by("known_on", "id").values("outcome", "outcome_on", "reason", "known_on")
    return {
        **told_in_a_row(row),
        "codice_fiscale": row.fiscal_code,
        "birth_date": row.birth_date,
        "pad_signed_on": row.pad_signed_on,
        "history": list(events),
    }
