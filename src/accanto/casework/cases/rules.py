"""What a user may do with a case that they can see."""

from accanto.casework.cases.enums import CaseState
from accanto.casework.cases.models import Case
from accanto.people.persons.enums import Depth
from accanto.territory.staff.models import User


def may_write(user: User, case: Case, depth: int) -> bool:
    """Write in the diary, change the household, close: only those who work on a case that is still open."""
    return case.state != CaseState.CLOSED and depth >= Depth.WORK and user.may("cases.work")


def may_read_diary(depth: int) -> bool:
    """Partners in a team see the sections meant for them, never the diary."""
    return depth >= Depth.READ
