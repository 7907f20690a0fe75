from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accanto.casework.cases.enums import ChangeKind
from accanto.casework.cases.models import Case, HouseholdChange
from accanto.casework.cases.operations.fences import refuse_entering
from accanto.casework.cases.operations.living_there import refresh_household
from accanto.core.database.context import serving
from accanto.core.errors import NotPermitted, OperationRefused
from accanto.foundation.audit.operations import record
from accanto.people.households.enums import Relation
from accanto.people.households.models import Member
from accanto.people.households.operations import MemberRefused, add_member, end_membership
from accanto.people.matching.given import Given
from accanto.people.matching.operations import write_person_down
from accanto.people.persons.models import Identifier, Person
from accanto.people.persons.naming import fold
from accanto.people.persons.operations import is_told_of_code
from accanto.people.persons.visibility import grants_of
from accanto.territory.staff.models import User


@transaction.atomic
@serving("household")  # whoever enters is recognised by code, and nobody has a right to them yet
def join_household(
    *,
    case: Case,
    relation: str,
    reason: str,
    starts_on: date,
    by: User,
    at: datetime,
    person: Person | None = None,
    given: Given | None = None,
    search: UUID | None = None,
) -> Member:
    """A person enters the household of a case; those who work on the case see them from now.

    Either a `person` whom `by` sees, or somebody as they were looked for: `given`, with the `search` that found nobody.
    Somebody already known is taken by their code, but only when the surname agrees: a code alone must not open a
    stranger's record.

    :raises SearchFirst: nobody looked for them just before.
    :raises OperationRefused: a day in the future, a code of somebody else, a member already there.
    :raises BehindAnotherFence: `by` knows them only by another fence, which they would leave.
    """
    row = _open_case(case)
    if starts_on > at.date():
        raise OperationRefused(
            _("The day is in the future: write the day it really happened."), field="starts_on"
        )
    person = recognised_or_written(person=person, given=given or Given(), search=search, by=by, at=at)
    refuse_entering(row, person, by, at)
    member = add_member(household=row.household, person=person, relation=relation, on=starts_on, by=by, at=at)
    refresh_household(case=row, by=by, at=at, on=at.date())
    record(
        "cases.household.joined",
        by=by,
        at=at,
        context=row.pk,
        subject=person,
        name=str(person),
        reason=reason,
    )
    return member


@transaction.atomic
def leave_household(
    *, case: Case, member: Member, reason: str, ends_on: date, by: User, at: datetime
) -> Member:
    """A person leaves; those who work on the case stop seeing them.

    :raises MemberRefused: the reference person (another one must take the place first), a day in the future.
    """
    row = _open_case(case)
    if ends_on > at.date():
        raise MemberRefused(_("The day is in the future: write the day it really happened."), field="ends_on")
    if member.relation == Relation.REFERENCE:
        raise MemberRefused(
            _("The reference person cannot leave: close the case, or open one for the others.")
        )
    ended = end_membership(member=member, on=ends_on, by=by, at=at)
    HouseholdChange.objects.create(
        case=row, kind=ChangeKind.AWAY, person=member.person, happened_on=ends_on, note=reason[:300],
        recorded_by=by, recorded_at=at,
    )  # fmt: skip
    refresh_household(case=row, by=by, at=at, on=at.date())
    record(
        "cases.household.left",
        by=by,
        at=at,
        context=row.pk,
        subject=member.person,
        name=str(member.person),
        reason=reason,
    )
    return ended


def _open_case(case: Case) -> Case:
    row = Case.objects.select_for_update(of=("self",)).select_related("household").get(pk=case.pk)
    if row.state == "closed":
        raise OperationRefused(_("The case is closed."))
    return row


def recognised_or_written(
    *, person: Person | None, given: Given, search: UUID | None, by: User, at: datetime
) -> Person:
    """Who enters a household: chosen among the people that `by` sees, known by their code, or new after a search.

    The case says who sees them: the office of `by` gets nothing by it, least of all where the case is fenced.
    """
    if person is None:
        known = _known(given.code, given.last_name)
        return known or write_person_down(search=search, given=given, by=by, at=at, office_sees=False)
    if not grants_of(by, at=at).filter(person=person).exists():
        raise NotPermitted(_("You do not see this person."))
    return person


def _known(code: str, last_name: str) -> Person | None:
    clean = code.strip().upper().replace(" ", "")
    if not clean:
        return None
    held = (
        Identifier.objects.select_related("person").filter(value=clean, valid_to=None, hidden=False).first()
    )
    # Of whom `by` learns nothing, a code opens nothing either: a record beside is written, and found again by those who
    # see both.
    if held is None or not is_told_of_code(held.kind, clean):
        return None
    if fold(held.person.last_name) != fold(last_name):
        raise OperationRefused(
            _("This codice fiscale belongs to a person with another surname: check both."),
            field="codice_fiscale",
        )
    return held.person
