"""Contacts as their pages read them."""

from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils.translation import gettext as _

from accanto.access.desk.enums import Identity, OutcomeState
from accanto.access.desk.models import ChargeRequest, Contact, ContactOutcome, ListeningNote, MediatorCall
from accanto.casework.cases.models import Case
from accanto.people.persons.models import Person
from accanto.people.persons.queries import restricted_people
from accanto.territory.staff.models import User


def for_page(user: User) -> QuerySet[Contact]:
    rows = Contact.objects.visible_to(user).select_related("point__office", "by", "municipality", "ticket")
    outcomes = ContactOutcome.objects.select_related("entry", "settled_by").order_by("pk")
    calls = MediatorCall.objects.select_related("service").order_by("pk")
    charges = ChargeRequest.objects.select_related("unit", "decided_by", "asked_by")
    return rows.prefetch_related(
        Prefetch("outcomes", outcomes),
        "unmet",
        Prefetch("mediator_calls", calls),
        Prefetch("charge_requests", charges),
    )


def listening_of(user: User, contact: Contact) -> ListeningNote | None:
    """The note, to whoever may read it."""
    allowed = Contact.objects.heard_by(user).filter(pk=contact.pk)
    return ListeningNote.objects.filter(contact__in=allowed).select_related("by").first()


def names_of(user: User, ids: list[UUID]) -> dict[UUID, str]:
    """The people whom one sees, by id; the others are not told."""
    return {person.pk: str(person) for person in Person.objects.visible_to(user).filter(pk__in=ids)}


def told_name(person: UUID | None, names: dict[UUID, str]) -> str:
    """The name of somebody whom one sees; of whom one does not, that there is somebody."""
    return (names.get(person) if person else None) or _("A person whom you do not see")


def who_asked(contact: Contact, names: dict[UUID, str]) -> str:
    if contact.identity == Identity.PERSON:
        return told_name(contact.person_id, names)
    return contact.name or _("Anonymous")


def visible_case(user: User, contact: Contact) -> Case | None:
    return Case.objects.visible_to(user).filter(pk=contact.case_id).first() if contact.case_id else None


def to_finish(user: User) -> QuerySet[Contact]:
    """One's own contacts with something still to do, the oldest first."""
    open_steps = ContactOutcome.objects.filter(contact=OuterRef("pk"), state=OutcomeState.TO_DO)
    mine = Contact.objects.visible_to(user).filter(Exists(open_steps), by=user)
    waiting = ContactOutcome.objects.filter(state=OutcomeState.TO_DO).order_by("pk")
    rows = mine.select_related("point__office").prefetch_related(Prefetch("outcomes", waiting, "open_steps"))
    return rows.order_by("happened_at", "pk")


def leaving(rows: QuerySet[Any]) -> QuerySet[Any]:
    """What a file may hold: nothing of people whose data are restricted."""
    kept = restricted_people()
    return rows.exclude(person__in=kept).exclude(about__in=kept)
