from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accanto.casework.cases.enums import ChangeKind
from accanto.casework.cases.models import Case, HouseholdChange
from accanto.casework.cases.operations.case import refresh_grants
from accanto.core.database.context import serving
from accanto.core.errors import OperationRefused
from accanto.foundation.audit.operations import record
from accanto.people.households.enums import Relation
from accanto.people.households.models import Member
from accanto.people.households.operations import MemberRefused, add_member, end_membership
from accanto.people.persons.models import Identifier, Person
from accanto.people.persons.naming import fold
from accanto.people.persons.operations import create_person
from accanto.territory.staff.models import User


@transaction.atomic
@serving("household")  # whoever enters is recognised by code, and nobody has a right to them yet
def join_household(
    *,
    case: Case,
    first_name: str,
    last_name: str,
    relation: str,
    reason: str,
    starts_on: date,
    by: User,
    at: datetime,
    sex: str = "",
    birth_date: date | None = None,
    codice_fiscale: str = "",
) -> Member:
    """A person enters the household of a case; those who work on the case see them from now.

    Somebody already known is taken by their code, but only when the surname agrees: a code alone must not open a
    stranger's record.

    :raises OperationRefused: a day in the future, a code of somebody else, a member already there.
    """
    row = _open_case(case)
    if starts_on > at.date():
        raise OperationRefused(
            _("The day is in the future: write the day it really happened."), field="starts_on"
        )
    person = _known(codice_fiscale, last_name) or create_person(
        first_name=first_name,
        last_name=last_name,
        sex=sex,
        birth_date=birth_date,
        codice_fiscale=codice_fiscale,
        by=by,
        at=at,
    )
    member = add_member(household=row.household, person=person, relation=relation, on=starts_on, by=by, at=at)
    refresh_grants(case=row, by=by, at=at, on=at.date())
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
    refresh_grants(case=row, by=by, at=at, on=at.date())
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


def _known(code: str, last_name: str) -> Person | None:
    clean = code.strip().upper().replace(" ", "")
    if not clean:
        return None
    held = (
        Identifier.objects.select_related("person").filter(value=clean, valid_to=None, hidden=False).first()
    )
    if held is None:
        return None
    if fold(held.person.last_name) != fold(last_name):
        raise OperationRefused(
            _("This codice fiscale belongs to a person with another surname: check both."),
            field="codice_fiscale",
        )
    return held.person
