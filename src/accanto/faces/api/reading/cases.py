"""Cases as a program is told them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from accanto.casework.cases import panels
from accanto.casework.cases.deadline_kinds import kind_of
from accanto.casework.cases.enums import DeadlineState
from accanto.casework.cases.household import Known, known_members
from accanto.casework.cases.models import Case, Deadline
from accanto.casework.cases.queries import with_depth
from accanto.casework.pathways.queries.bar import PathwayBar, bars_of, pathways_of
from accanto.faces.api.schemas.common import colleague, office
from accanto.foundation.audit.models import Event
from accanto.people.persons.enums import Depth
from accanto.people.persons.whereabouts import Output
from accanto.territory.staff.models import User

_DEPTHS = {Depth.TEAM: "team", Depth.READ: "read", Depth.WORK: "work"}


def cases_of(
    user: User,
    *,
    state: str | None,
    unit: int | None,
    changed_since: datetime | None,
    after: Sequence[Any] | None,
) -> QuerySet[Case]:
    """Newest in charge first."""
    rows = with_depth(user).select_related("household", "unit", "responsible")
    if state:
        rows = rows.filter(state=state)
    if unit is not None:
        rows = rows.filter(unit_id=unit)
    if changed_since:
        told = Event.objects.filter(context=OuterRef("pk"), at__gte=changed_since)
        rows = rows.filter(Exists(told) | Q(created_at__gte=changed_since))
    if after:
        opened_on, pk = after
        rows = rows.filter(Q(opened_on__lt=opened_on) | Q(opened_on=opened_on, pk__gt=pk))
    return rows.order_by("-opened_on", "pk")


def place_of(case: Case) -> tuple[date, UUID]:
    return case.opened_on, case.pk


def told_in_rows(cases: Sequence[Case]) -> list[dict[str, Any]]:
    standings = panels.standings(cases)
    return [told_in_a_row(case, standings.get(case.pk, "")) for case in cases]


def told_in_a_row(case: Case, standing: str) -> dict[str, Any]:
    return {
        "id": case.pk,
        "number": case.number,
        "household": {"id": case.household_id, "label": case.household.label},
        "state": case.state,
        "standing": standing,
        "unit": office(case.unit),
        "responsible": colleague(case.responsible),
        "opened_on": case.opened_on,
        "closed_on": case.closed_on,
        "depth": _DEPTHS[Depth(case.depth)],
    }


def told_whole(case: Case, today: date) -> dict[str, Any]:
    standing = panels.standings([case]).get(case.pk, "")
    members = known_members(case.household, today, case.depth, output=Output.LEAVES)
    running = Deadline.objects.filter(case=case, state=DeadlineState.OPEN).select_related("owner")
    return {
        **told_in_a_row(case, standing),
        "responsible_since": case.responsible_since,
        "members": [_member(known) for known in members],
        "pathways": [_pathway(bar) for bar in bars_of(pathways_of(case), today)],
        "deadlines": [_deadline(row) for row in running.order_by("due_on", "id")],
    }


def _member(known: Known) -> dict[str, Any]:
    return {
        "person": known.member.person_id,
        "name": known.name,
        "relation": known.member.relation,
        "birth_date": known.member.person.birth_date,
        "age": known.age,
        "codice_fiscale": known.code or None,
        "protected": known.where.protected,
        "restricted": known.restricted,
        **{name: getattr(known.where, name) or None for name in ("town", "address", "phone", "email")},
    }


def _pathway(bar: PathwayBar) -> dict[str, Any]:
    pathway = bar.pathway
    return {
        "id": pathway.pk,
        "measure": pathway.measure,
        "protocol": pathway.protocol,
        "state": pathway.state,
        "stage": pathway.stage,
        "way": pathway.way or None,
        "outcome_on": pathway.outcome_on,
        "clock_starts_on": pathway.clock_starts_on,
        "stages": [
            {
                "stage": one.stage.value,
                "label": str(one.stage.label),
                "state": one.state,
                "entered_on": one.entered_on,
                "working_days": one.days,
            }
            for one in bar.stages
        ],
    }


def _deadline(row: Deadline) -> dict[str, Any]:
    return {
        "code": row.code,
        "title": str(kind_of(row.code).title),
        "started_on": row.started_on,
        "due_on": row.due_on,
        "rule": row.rule,
        "owner": colleague(row.owner),
    }
