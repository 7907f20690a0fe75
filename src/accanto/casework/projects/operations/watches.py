"""Two essential levels as deadlines of the worklist: opened while the support is missing, closed when it is there."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from accanto.casework.assessment.enums import AssessmentKind
from accanto.casework.assessment.models import Assessment
from accanto.casework.cases.enums import DeadlineState
from accanto.casework.cases.operations import close_deadlines, open_deadline
from accanto.casework.pathways.enums import PathwayState, Way
from accanto.casework.pathways.models import Pathway
from accanto.casework.projects.operations.terms import term_of
from accanto.casework.projects.queries.watches import PARENTING, SUPPORT, Watch, watches_of
from accanto.territory.staff.models import User

CODES = {SUPPORT: "support_missing", PARENTING: "parenting_support_missing"}


@transaction.atomic
def refresh_watches(*, pathway: Pathway, by: User | None, at: datetime) -> list[Watch]:
    """Open, keep or close the deadlines of the two essential levels for one pathway."""
    watches = watches_of(pathway, at.date()) if pathway.state != PathwayState.CLOSED else []
    missing = {watch.code for watch in watches if watch.due and not watch.met}
    for code, name in CODES.items():
        if code not in missing:
            state = DeadlineState.DONE if any(w.code == code and w.met for w in watches) else "cancelled"
            close_deadlines(subject=pathway.pk, code=name, at=at, state=state)
    for watch in watches:
        if watch.code in missing:
            _open(pathway, watch)
    return watches


def _open(pathway: Pathway, watch: Watch) -> None:
    since: date = watch.since or pathway.outcome_on
    term = term_of(watch.code, since, pathway.municipality.istat_code, "projects.essential_levels")
    open_deadline(
        case=pathway.case,
        owner=pathway.case.responsible,
        code=CODES[watch.code],
        subject=pathway.pk,
        started_on=term.started_on,
        due_on=term.due_on,
        rule=watch.rule_words[:200],
        case_id=str(pathway.case_id),
        **watch.params,
    )


def refresh_all_watches(*, at: datetime) -> int:
    """Every pathway to which a level may apply, each in its own transaction; returns how many.

    Every night, because what calls for a level happens in other rooms: an analysis begins, a child is born.
    """
    deepened = Assessment.objects.standing().filter(pathway=OuterRef("pk"), kind=AssessmentKind.SECTION_B)
    rows = (
        Pathway.objects.exclude(state=PathwayState.CLOSED)
        .filter(Q(way__in=[Way.COMPLEX, Way.SPECIALIST]) | Exists(deepened))
        .select_related("case__household", "case__responsible", "municipality")
    )
    for pathway in rows:
        refresh_watches(pathway=pathway, by=None, at=at)
    return len(rows)
