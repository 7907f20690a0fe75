"""Nobody leaves a fence by coming to live in a household that others follow."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from accanto.casework.cases.enums import CaseState, Compartment
from accanto.casework.cases.models import Case
from accanto.core.errors import OperationRefused
from accanto.people.households.models import Household
from accanto.people.persons.compartments import fenced
from accanto.people.persons.enums import Depth
from accanto.people.persons.models import Person
from accanto.people.persons.visibility import grants_of
from accanto.territory.staff.models import User


class BehindAnotherFence(OperationRefused):
    """Told only to whoever passes the fence of those who would come."""


def running_of(household: Household) -> list[Case]:
    rows = Case.objects.filter(household=household).exclude(state=CaseState.CLOSED)
    return list(rows.select_related("household", "unit", "responsible").order_by("pk"))


def beside(case: Case) -> Q:
    """Condition for cases that lie where `case` does: behind the same fence, or on the open side."""
    if case.compartment in fenced():
        return Q(compartment=case.compartment)
    return ~Q(compartment__in=fenced())


def refuse_joining(row: Case, other: Household, by: User, at: datetime) -> None:
    """:raises OperationRefused: `by` does not work on a case of `other` that lies where `row` does."""
    running = running_of(other)
    works = grants_of(by, depth=Depth.WORK, at=at).filter(context__in=[one.pk for one in running])
    held = set(works.values_list("context", flat=True))
    # Of a case in a compartment that they do not see not even a refusal tells.
    if any(one.pk not in held and one.compartment == Compartment.ORDINARY for one in running):
        raise OperationRefused(
            _("Another colleague follows that household: agree with them first."), field="other"
        )
    theirs = {_side(one) for one in running if one.pk in held}
    if not theirs:
        raise OperationRefused(_("Choose a household that you follow."), field="other")
    if not _seen_from(row) <= theirs:
        raise BehindAnotherFence(
            _("That household is followed in another compartment: move its case first, then join them."),
            field="other",
        )


def refuse_entering(row: Case, person: Person, by: User, at: datetime) -> None:
    """:raises BehindAnotherFence: `by` knows them only by a fence, which not everybody who follows `row` passes."""
    held = grants_of(by, at=at).filter(person=person)
    apart = set(held.filter(compartment__in=fenced()).values_list("compartment", flat=True))
    if held.filter(depth__gte=Depth.READ).exclude(compartment__in=fenced()).exists():
        apart = set()
    if apart and not _seen_from(row) <= apart:
        raise BehindAnotherFence(
            _("This person is followed in another compartment: move that case first, then let them enter.")
        )


def _side(case: Case) -> str:
    return case.compartment if case.compartment in fenced() else Compartment.ORDINARY


def _seen_from(row: Case) -> set[str]:
    """Whence whoever comes would be seen: the fence of the case, and the open side where the household has one."""
    sides = {_side(one) for one in running_of(row.household)}
    return {_side(row)} | (sides & {Compartment.ORDINARY})
