"""What the pages of this room begin with."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied

from accanto.casework.cases import household
from accanto.casework.cases.enums import CaseState
from accanto.casework.cases.models import Case
from accanto.casework.mandates.enums import MeasureState
from accanto.casework.mandates.kinds import kind_words
from accanto.casework.mandates.models import Measure
from accanto.core.web import load
from accanto.people.persons.enums import Depth
from accanto.people.persons.models import Person
from accanto.people.persons.visibility import grants_of
from accanto.territory.staff.models import User
from accanto.territory.staff.requests import StaffRequest

_LED = ("case__household", "case__responsible", "authority", "document", "replaced_by")


def load_measure(request: StaffRequest, pk: UUID) -> Measure:
    """404 outside the cases that one reads."""
    return load(Measure.objects.visible_to(request.user).select_related(*_LED, "entrustment"), pk)


def load_to_work(request: StaffRequest, pk: UUID) -> Measure:
    """404 outside the cases that one reads, 403 for whoever reads without working on them."""
    measure = load_measure(request, pk)
    refuse_reader(request.user, measure.case)
    return measure


def works_on(user: User, case: Case) -> bool:
    """Holds the permission and works on a case that is still open; one query."""
    if case.state == CaseState.CLOSED or not user.may("cases.work"):
        return False
    return (
        grants_of(user, depth=Depth.WORK).filter(context=case.pk).exists()
        or Case.objects.visible_to(user, Depth.WORK).filter(pk=case.pk).exists()
    )


def refuse_reader(user: User, case: Case) -> None:
    if not works_on(user, case):
        raise PermissionDenied


def head(measure: Measure) -> dict[str, Any]:
    """What the heading of every page of a measure says."""
    running = measure.state == MeasureState.IN_FORCE
    return {
        "measure": measure,
        "case": measure.case,
        "household": measure.case.household,
        "kind_words": kind_words(measure),
        "state_tag": {
            "label": str(measure.get_state_display()).capitalize(),
            "tone": "fine" if running else "",
        },
    }


def members_told(case: Case, today: Any, depth: int) -> list[tuple[Person, str]]:
    """Who lives in the household, with the name that is told."""
    return [(one.member.person, one.name) for one in household.known_members(case.household, today, depth)]
