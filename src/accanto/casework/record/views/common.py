"""What the pages of this room share."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied

from accanto.casework.cases import rules
from accanto.casework.cases.models import Case
from accanto.casework.cases.shell import load_case
from accanto.people.persons.enums import Depth
from accanto.territory.staff.requests import StaffRequest


def readable(request: StaffRequest, pk: UUID) -> Case:
    """The case, for whoever reads it; partners of a team do not find these pages."""
    return load_case(request, pk, Depth.READ)


def writes(request: StaffRequest, case: Case) -> bool:
    return rules.may_write(request.user, case, case.depth)


def workable(request: StaffRequest, pk: UUID) -> Case:
    """:raises PermissionDenied: whoever reads it without working on it; a closed case."""
    case = load_case(request, pk, Depth.WORK)
    if not writes(request, case):
        raise PermissionDenied
    return case


def member_choices(shell: dict[str, Any]) -> list[tuple[str, str]]:
    return [(str(one.member.person_id), one.name) for one in shell["members"]]
