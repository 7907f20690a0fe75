"""Marking a person as protected, and how to reach them without doing harm."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accanto.core.errors import OperationRefused
from accanto.foundation.audit.operations import record
from accanto.people.persons.enums import ProtectionKind, ProtectionReason
from accanto.people.persons.models import Person, Protection, Residence, SafeContact
from accanto.territory.staff.models import User

_STRICTEST = [ProtectionKind.WHEREABOUTS, ProtectionKind.ADDRESS]


@transaction.atomic
def protect_person(
    *,
    person: Person,
    kind: str,
    reason: str,
    source: str,
    starts_on: date,
    by: User,
    at: datetime,
    ends_on: date | None = None,
    context: UUID | None = None,
) -> Protection:
    """From now addresses and contacts of the person are told to nobody but those who work on the case.

    A protection in force gives way to the new one.

    :raises OperationRefused: no source, a beginning in the future, an end before the beginning.
    """
    if not source.strip():
        raise OperationRefused(
            _("Say where it comes from: the number of the order, the name of the centre."), field="source"
        )
    if starts_on > at.date():
        raise OperationRefused(_("Protection begins today or before: it must not wait."), field="starts_on")
    if ends_on is not None and ends_on <= at.date():
        raise OperationRefused(
            _("The last day is already over: leave it empty if you do not know."), field="ends_on"
        )
    _lock(person)
    _end_running(person, at.date(), _("replaced by a new one"))
    made = Protection.objects.create(
        person=person,
        kind=ProtectionKind(kind),
        reason=ProtectionReason(reason),
        source=source.strip(),
        starts_on=starts_on,
        ends_on=ends_on,
        written_by=by,
        written_at=at,
    )
    record(
        "persons.protection.begun",
        by=by,
        at=at,
        context=context,
        subject=person,
        important=True,
        name=str(person),
    )
    return made


@transaction.atomic
def protect_like(
    *, person: Person, others: Iterable[Person], by: User, at: datetime, context: UUID | None = None
) -> bool:
    """Whoever lives with somebody protected betrays where they are: what holds for `others` holds for them too.

    The strictest protection of `others` is declared, with its own reason and source, unless theirs is as strict.

    :returns: whether anybody of `others` is protected, be it only by a mark on the home.
    """
    day, people = at.date(), [one.pk for one in others]
    running = Protection.objects.filter(starts_on__lte=day).filter(Q(ends_on=None) | Q(ends_on__gt=day))
    found = {kind: running.filter(person__in=people, kind=kind).order_by("pk").first() for kind in _STRICTEST}
    told = next((row for row in found.values() if row is not None), None)
    if told is None:
        return Residence.objects.filter(person__in=people, ends_on=None, protected=True).exists()
    as_strict = _STRICTEST[: _STRICTEST.index(ProtectionKind(told.kind)) + 1]
    if not running.filter(person=person, kind__in=as_strict).exists():
        protect_person(
            person=person, kind=told.kind, reason=told.reason, source=told.source, starts_on=day,
            ends_on=told.ends_on, by=by, at=at, context=context,
        )  # fmt: skip
    return True


@transaction.atomic
def end_protection(
    *, person: Person, reason: str, by: User, at: datetime, context: UUID | None = None
) -> int:
    """Addresses are told again to whoever may read them; returns how many protections ended.

    :raises OperationRefused: no reason, or the person is not protected.
    """
    if not reason.strip():
        raise OperationRefused(_("Say why the person is safe now."), field="reason")
    _lock(person)
    ended = _end_running(person, at.date(), reason.strip())
    ended += Residence.objects.filter(person=person, ends_on=None, protected=True).update(protected=False)
    if not ended:
        raise OperationRefused(_("This person is not protected: somebody may have ended it just now."))
    record(
        "persons.protection.ended",
        by=by,
        at=at,
        context=context,
        subject=person,
        important=True,
        name=str(person),
    )
    return ended


@transaction.atomic
def set_safe_contact(
    *,
    person: Person,
    who: str,
    how: str,
    by: User,
    at: datetime,
    when: str = "",
    post_to: str = "",
    context: UUID | None = None,
) -> SafeContact:
    """Whom to call, how and when; the former way ends today."""
    if not who.strip() or not how.strip():
        raise OperationRefused(_("Say whom to call and how."), field="who")
    _lock(person)
    today = at.date()
    SafeContact.objects.filter(person=person, ends_on=None).update(ends_on=today)
    made = SafeContact.objects.create(
        person=person,
        who=who.strip(),
        how=how.strip(),
        when=when.strip(),
        post_to=post_to.strip(),
        starts_on=today,
        written_by=by,
        written_at=at,
    )
    record("persons.safe_contact.written", by=by, at=at, context=context, subject=person, name=str(person))
    return made


def _lock(person: Person) -> None:
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)


def _end_running(person: Person, on: date, reason: str) -> int:
    running = Protection.objects.filter(person=person).filter(Q(ends_on=None) | Q(ends_on__gt=on))
    return running.update(ends_on=on, end_reason=reason)
