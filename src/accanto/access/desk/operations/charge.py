"""From a contact to a case: opened at once by a social worker, or asked of a unit whose coordinator decides."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accanto.access.desk.enums import CHARGE, Identity, OutcomeKind, OutcomeState
from accanto.access.desk.models import ChargeRequest, Contact, ContactOutcome
from accanto.access.desk.operations.contacts import join_case, open_step
from accanto.casework.cases.models import Case
from accanto.casework.cases.operations import open_case
from accanto.core.database.context import purpose
from accanto.core.errors import NotPermitted, OperationRefused
from accanto.foundation.audit.operations import record
from accanto.foundation.notifications.operations import notify
from accanto.people.households.enums import Relation
from accanto.people.households.models import Household, Member
from accanto.people.households.operations import create_household
from accanto.people.persons.enums import Depth, GrantReason
from accanto.people.persons.models import AccessGrant, Person
from accanto.people.persons.operations import grant_access
from accanto.people.persons.queries import bars_in_force
from accanto.territory.bodies.models import Office
from accanto.territory.staff.models import User
from accanto.territory.staff.queries import coordinators_of

# How long the coordinator of the unit sees the card of whoever is proposed.
_SHOWN = timedelta(days=30)


@transaction.atomic
def open_case_from(
    *, outcome: ContactOutcome, unit: Office, by: User, at: datetime, responsible: User | None = None
) -> Case:
    """Take the person in charge at once, with the contact as its beginning; the worker follows it.

    :raises NotPermitted: whoever does not work on cases.
    :raises OperationRefused: nobody named; somebody already in charge; a person whom the worker does not see any more,
        or must not see.
    """
    if not by.may("cases.work"):
        raise NotPermitted(_("Only those who work on cases open one: propose it to the unit instead."))
    row = open_step(outcome, OutcomeKind.CASE, by, at)
    person = _who_is_in(row.contact)
    follows = responsible or by
    if not Person.objects.visible_to(by).filter(pk=person.pk).exists():
        raise OperationRefused(
            _(
                "You do not see the card of this person any more: propose it to the unit, whose coordinator decides."
            )
        )
    if _is_barred(follows, person, at):
        raise OperationRefused(_("%(name)s cannot follow this person.") % {"name": follows})
    case = _open(person, unit, follows, by, at)
    _born(row.contact, case, by, at)
    return case


@transaction.atomic
def propose_charge(
    *, outcome: ContactOutcome, unit: Office, words: str, by: User, at: datetime
) -> ChargeRequest:
    """Ask a unit to take the person in charge. Its coordinators see the card of the person until they decide.

    :raises OperationRefused: nobody named; no reason; asked already and not decided yet.
    """
    row = open_step(outcome, OutcomeKind.CASE, by, at)
    person = _who_is_in(row.contact)
    if not words.strip():
        raise OperationRefused(
            _("Say in a few words why the unit should take them in charge."), field="words"
        )
    try:
        with transaction.atomic():
            request = ChargeRequest.objects.create(
                contact=row.contact,
                outcome=row,
                point=row.contact.point,
                unit=unit,
                words=words.strip(),
                asked_at=at,
                asked_by=by,
            )
    except IntegrityError:
        raise OperationRefused(_("This was asked already: the unit has not decided yet.")) from None
    with purpose("desk_charge"):  # a right of the unit's, which the desk does not see
        grant_access(
            person=person,
            office=unit,
            depth=Depth.CARD,
            reason=GrantReason.REGISTERED,
            by=by,
            at=at,
            ends_at=at + _SHOWN,
            note=_("proposed by the desk"),
        )
    for grant in coordinators_of(unit, at.date()):
        notify(
            "desk.charge_asked",
            user=grant.user,
            at=at,
            url=reverse("desk_charge", args=[request.pk]),
            point=row.contact.point.office.name,
            unit=unit.name,
        )
    record("desk.charge.asked", by=by, at=at, subject=request, unit=unit.name)
    return request


@transaction.atomic
def accept_charge(*, request: ChargeRequest, by: User, at: datetime, responsible: User | None = None) -> Case:
    """The unit takes them in charge, also when its coordinators do not see the card any more; who follows may be said
    later.

    :raises NotPermitted: whoever does not coordinate the unit.
    :raises OperationRefused: decided already; somebody already in charge.
    """
    row = _to_decide(request, by)
    person = _who_is_in(row.contact)
    if responsible and _is_barred(responsible, person, at):
        raise OperationRefused(
            _("%(name)s cannot follow this person.") % {"name": responsible}, field="responsible"
        )
    case = _open(person, row.unit, responsible, by, at)
    row.state, row.case = CHARGE.move("accept", row.state), case
    row.decided_at, row.decided_by = at, by
    row.save(update_fields=["state", "case", "decided_at", "decided_by"])
    _born(row.contact, case, by, at)
    _end_showing(row, person, at)
    _tell(row, "desk.charge_accepted", at)
    return case


@transaction.atomic
def refuse_charge(*, request: ChargeRequest, reason: str, by: User, at: datetime) -> ChargeRequest:
    """The unit does not take them in charge; the desk is told why and the step is to be done again.

    :raises OperationRefused: no reason; decided already.
    """
    if not reason.strip():
        raise OperationRefused(_("Say why: whoever asked reads it to the person."), field="reason")
    row = _to_decide(request, by)
    row.state, row.reason = CHARGE.move("refuse", row.state), reason.strip()[:300]
    row.decided_at, row.decided_by = at, by
    row.save(update_fields=["state", "reason", "decided_at", "decided_by"])
    _end_showing(row, _who_is_in(row.contact), at)
    _tell(row, "desk.charge_refused", at)
    return row


def household_of(person: Person, by: User, at: datetime) -> Household:
    """Where the person lives now; alone, when nobody wrote it down."""
    with purpose("desk_charge"):  # whoever takes somebody in charge need not see their household before
        member = Member.objects.filter(person=person, ends_on=None).select_related("household").first()
        if member is not None:
            return member.household
        return create_household(
            label=person.last_name, members=[(person, Relation.REFERENCE)], by=by, at=at, on=at.date()
        )


def _open(person: Person, unit: Office, responsible: User | None, by: User, at: datetime) -> Case:
    """The rights that a case gives are written before anybody has them."""
    household = household_of(person, by, at)
    with purpose("desk_charge"):
        return open_case(household=household, unit=unit, responsible=responsible, by=by, at=at, on=at.date())


def _who_is_in(contact: Contact) -> Person:
    """Whom the contact is about, else who asked."""
    if contact.identity == Identity.ANONYMOUS:
        raise OperationRefused(_("Nobody can be taken in charge from an anonymous contact."))
    found = contact.about_id or contact.person_id
    if found is None:
        raise OperationRefused(_("First say who the person is: the contact has a name only."), field="person")
    with purpose("desk_charge"):  # desk and unit have the contact longer than they see the person
        return Person.objects.get(pk=found)


def _is_barred(user: User, person: Person, at: datetime) -> bool:
    with purpose("desk_charge"):  # a card does not tell who must not see the person
        return bars_in_force([person.pk], at).filter(user=user).exists()


def _end_showing(row: ChargeRequest, person: Person, at: datetime) -> None:
    """Decided: the card that the proposal showed is shown no longer; a case gives rights of its own."""
    with purpose("desk_charge"):
        shown = AccessGrant.objects.filter(
            person=person,
            office=row.unit,
            depth=Depth.CARD,
            reason=GrantReason.REGISTERED,
            context=None,
            starts_at=row.asked_at,
            ends_at=row.asked_at + _SHOWN,
        )
        shown.filter(ends_at__gt=at).update(ends_at=at)


def _to_decide(request: ChargeRequest, by: User) -> ChargeRequest:
    rows = ChargeRequest.objects.select_for_update(of=("self",))
    row = rows.select_related("contact__point__office", "unit", "asked_by").get(pk=request.pk)
    if row.unit_id not in by.access.coordinates:
        raise NotPermitted(_("Those who coordinate %(unit)s decide.") % {"unit": row.unit.name})
    CHARGE.move("refuse", row.state)
    return row


def _born(contact: Contact, case: Case, by: User, at: datetime) -> None:
    for step in ContactOutcome.objects.filter(
        contact=contact, kind=OutcomeKind.CASE, state=OutcomeState.TO_DO
    ):
        _settled(step, case, by, at)
    join_case(contact=contact, case=case, by=by, at=at, on_outcome=False)


def _settled(step: ContactOutcome, case: Case, by: User, at: datetime) -> None:
    """The coordinator of the unit settles a step of a desk where they do not receive people."""
    step.state, step.settled_at, step.settled_by, step.result = OutcomeState.DONE, at, by, case.pk
    step.save(update_fields=["state", "settled_at", "settled_by", "result"])


def _tell(row: ChargeRequest, kind: str, at: datetime) -> None:
    notify(
        kind,
        user=row.asked_by,
        at=at,
        url=reverse("desk_contact", args=[row.contact_id]),
        unit=row.unit.name,
        reason=row.reason,
    )
