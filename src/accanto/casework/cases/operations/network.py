"""The people around a household: added, changed, ended; never taken away."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accanto.casework.cases.enums import CaseState, NetworkRole, Tie, TieFlow
from accanto.casework.cases.models import Case, NetworkContact
from accanto.core.errors import ChangedMeanwhile, OperationRefused
from accanto.foundation.audit.operations import record
from accanto.people.households.models import Member
from accanto.people.persons.operations.restriction import refuse_restricted
from accanto.territory.staff.models import User


@dataclass(frozen=True)
class Contact:
    """What is known of somebody of the network."""

    name: str
    role: str
    organisation: str = ""
    phone: str = ""
    email: str = ""
    note: str = ""
    relation_to: UUID | None = None
    tie: str = Tie.ORDINARY
    flow: str = TieFlow.BOTH
    starts_on: date | None = None


@transaction.atomic
def add_contact_to_network(*, case: Case, contact: Contact, by: User, at: datetime) -> NetworkContact:
    """The same name in the same role, still part of it, is given back and not written twice.

    :raises OperationRefused: the case is closed, no name, a day in the future, a person of another household.
    """
    row = _open(case)
    facts = _checked(row, contact, at)
    again = NetworkContact.objects.filter(
        case=row, name__iexact=facts["name"], role=contact.role, ends_on=None
    ).first()
    if again is not None:
        return again
    made = NetworkContact.objects.create(case=row, written_by=by, written_at=at, **facts)
    role = str(NetworkRole(made.role).label)
    record("cases.network.added", by=by, at=at, context=row.pk, subject=made, name=made.name, role=role)
    return made


@transaction.atomic
def change_network_contact(
    *, contact: NetworkContact, facts: Contact, expected: int, by: User, at: datetime
) -> NetworkContact:
    """`expected` is the revision that was read.

    :raises ChangedMeanwhile: somebody changed it first. :raises OperationRefused: as `add_contact_to_network`.
    """
    row = NetworkContact.objects.select_for_update(of=("self",)).select_related("case").get(pk=contact.pk)
    case = _open(row.case)
    if row.revision != expected:
        raise ChangedMeanwhile(
            _("Somebody changed this contact while you were writing: read it, then change it again.")
        )
    if row.relation_to is not None:
        refuse_restricted(row.relation_to, field="relation_to")
    for name, value in _checked(case, facts, at).items():
        setattr(row, name, value)
    row.revision += 1
    row.save()
    record("cases.network.changed", by=by, at=at, context=row.case_id, subject=row, name=row.name)
    return row


@transaction.atomic
def end_network_contact(
    *, contact: NetworkContact, ends_on: date, reason: str, by: User, at: datetime
) -> NetworkContact:
    """From that day they are no longer part of the network; what was written of them stays.

    :raises OperationRefused: ended already, no reason, a day before the first or in the future.
    """
    row = NetworkContact.objects.select_for_update(of=("self",)).select_related("case").get(pk=contact.pk)
    _open(row.case)
    if row.relation_to is not None:
        refuse_restricted(row.relation_to)
    if row.ends_on is not None:
        raise OperationRefused(_("This contact has ended already."))
    if not reason.strip():
        raise OperationRefused(_("Say why it ends."), field="reason")
    if ends_on > at.date() or (row.starts_on and ends_on < row.starts_on):
        raise OperationRefused(_("The day must lie between the first one and today."), field="ends_on")
    row.ends_on, row.end_reason, row.revision = ends_on, reason.strip()[:200], row.revision + 1
    row.save(update_fields=["ends_on", "end_reason", "revision"])
    record(
        "cases.network.ended",
        by=by,
        at=at,
        context=row.case_id,
        subject=row,
        name=row.name,
        reason=row.end_reason,
    )
    return row


def _open(case: Case) -> Case:
    row = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if row.state == CaseState.CLOSED:
        raise OperationRefused(_("The case is closed."))
    return row


def _checked(case: Case, contact: Contact, at: datetime) -> dict[str, Any]:
    name = " ".join(contact.name.split())[:120]
    if not name:
        raise OperationRefused(_("Write the name, or what you call them."), field="name")
    if contact.starts_on and contact.starts_on > at.date():
        raise OperationRefused(_("The first day is in the future."), field="starts_on")
    members = Member.objects.filter(household=case.household_id)
    if contact.relation_to and not members.filter(person=contact.relation_to).exists():
        raise OperationRefused(_("Choose somebody of this household."), field="relation_to")
    return {
        "name": name,
        "role": NetworkRole(contact.role),
        "organisation": contact.organisation.strip()[:120],
        "phone": contact.phone.strip()[:60],
        "email": contact.email.strip(),
        "note": contact.note.strip()[:4000],
        "relation_to_id": contact.relation_to,
        "tie": Tie(contact.tie),
        "flow": TieFlow(contact.flow),
        "starts_on": contact.starts_on,
    }
