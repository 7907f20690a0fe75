"""Applications, their history and their members, written in sets."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.urls import reverse

from accanto.access.outcomes.enums import Outcome
from accanto.access.outcomes.lists.rows import AppRow
from accanto.access.outcomes.models import Applicant, Application, ApplicationEvent, OutcomeImport
from accanto.access.outcomes.queries.plan import DETAILS, STATE, Known, Plan, Update
from accanto.foundation.audit.operations import record
from accanto.foundation.notifications.operations import notify
from accanto.territory.staff.models import User

BATCH = 2_000
_TYPES = {
    "outcome": "text", "outcome_on": "date", "reason": "text", "submitted_on": "date", "fiscal_code": "text",
    "last_name": "text", "first_name": "text", "birth_date": "date", "municipality_id": "bigint",
    "pad_signed_on": "date",
}  # fmt: skip


def write_applications(
    plan: Plan, source: OutcomeImport, *, by: User | None, at: datetime
) -> list[Application]:
    """Create, update, keep history. Returns the applications whose person is still to be found."""
    created = [_new(row, source, at) for row in plan.created]
    Application.objects.bulk_create(created, batch_size=BATCH)
    _update(plan.updated, source)
    events = [_event(app.pk, row, source, at) for app, row in zip(created, plan.created, strict=True)]
    events += [_event(one.known.id, one.row, source, at) for one in plan.updated if one.state]
    ApplicationEvent.objects.bulk_create(events, batch_size=BATCH)
    _tell_workers(plan.updated, by=by, at=at)
    waiting = [one.known.id for one in plan.updated if one.known.person_id is None and one.changes]
    return [*created, *Application.objects.filter(pk__in=waiting)]


def known_on(row: AppRow, at: datetime) -> date:
    """The day from which an outcome counts: its own, else that of the application, else the import's."""
    return row.outcome_on or row.submitted_on or at.date()


def _new(row: AppRow, source: OutcomeImport, at: datetime) -> Application:
    values: dict[str, Any] = {name: getattr(row, name) for name in (*DETAILS, *STATE)}
    return Application(
        measure=source.measure, protocol=row.protocol, outcome_import=source, created_at=at, **values
    )


def _event(pk: UUID, row: AppRow, source: OutcomeImport, at: datetime) -> ApplicationEvent:
    return ApplicationEvent(
        application_id=pk,
        outcome=row.outcome,
        outcome_on=row.outcome_on,
        reason=row.reason,
        known_on=known_on(row, at),
        outcome_import=source,
        at=at,
    )


def _update(updates: Sequence[Update], source: OutcomeImport) -> None:
    """One statement for all: a CASE per column and row, as bulk_update writes it, takes minutes."""
    changed = [one for one in updates if one.changes]
    if not changed:
        return
    names = (*STATE, *DETAILS)
    columns: list[list[Any]] = [[_value(one.known, one.changes, name) for one in changed] for name in names]
    arrays = ", ".join(f"%s::{_TYPES[name]}[]" for name in names)
    assignments = ", ".join(f"{name} = new.{name}" for name in names)
    with connection.cursor() as cursor:
        cursor.execute(
            f"update outcomes_application a set {assignments}, outcome_import_id = %s "  # noqa: S608 - constants
            f"from unnest(%s::uuid[], {arrays}) as new(id, {', '.join(names)}) where a.id = new.id",
            [source.pk, [one.known.id for one in changed], *columns],
        )


def _value(known: Known, changes: dict[str, Any], name: str) -> Any:
    value = changes.get(name, getattr(known, name))
    return str(value) if name == "outcome" else value


def _tell_workers(updates: Iterable[Update], *, by: User | None, at: datetime) -> None:
    """Whoever follows the household learns that its outcome changed."""
    changed = {one.known.id: one for one in updates if one.state and not one.past}
    rows = Application.objects.filter(pk__in=changed, case__isnull=False).select_related("case__responsible")
    for application in rows:
        case, one = application.case, changed[application.pk]
        if case is None:
            continue
        params = {
            "protocol": application.protocol,
            "before": str(Outcome(one.known.outcome).label),
            "now": str(Outcome(one.row.outcome).label),
        }
        record(
            "outcomes.changed", by=by, at=at, context=case.pk, subject=application, important=True, **params
        )
        if case.responsible:
            url = reverse("outcomes:application", args=[application.pk])
            notify("outcomes.changed", user=case.responsible, at=at, url=url, context=case.pk, **params)


def write_members(plan: Plan, source: OutcomeImport) -> list[Applicant]:
    """Members of the households, as the list names them."""
    if not plan.members:
        return []
    new = dict(
        Application.objects.filter(
            measure=source.measure, protocol__in=[row.protocol for row, pk in plan.members if pk is None]
        )
        .order_by()
        .values_list("protocol", "id")
    )
    return Applicant.objects.bulk_create(
        (
            Applicant(
                application_id=pk or new[row.protocol],
                fiscal_code=row.fiscal_code,
                last_name=row.last_name,
                first_name=row.first_name,
                birth_date=row.birth_date,
                relation=row.relation,
            )
            for row, pk in plan.members
        ),
        batch_size=BATCH,
    )
