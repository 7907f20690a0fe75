"""Contacts and what comes of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accanto.access.desk.enums import (
    IN_HAND,
    OUTCOME,
    SAID,
    Channel,
    ForWhom,
    Identity,
    OutcomeKind,
    OutcomeState,
    Slip,
    UnmetReason,
)
from accanto.access.desk.languages import ITALIAN
from accanto.access.desk.models import (
    AccessPoint,
    Contact,
    ContactOutcome,
    ListeningNote,
    MediatorCall,
    Ticket,
    UnmetDemand,
)
from accanto.access.desk.models.contact import MOST_WORDS
from accanto.access.desk.operations.points import refuse_strangers
from accanto.access.desk.operations.queue import finish
from accanto.access.directory.models import Entry
from accanto.access.directory.needs import needs as known_needs
from accanto.casework.cases.models import Case
from accanto.core.database.context import purpose
from accanto.core.errors import OperationRefused
from accanto.foundation.audit.operations import record
from accanto.people.persons.models import Person
from accanto.people.persons.operations.restriction import refuse_restricted
from accanto.territory.places.models import Municipality
from accanto.territory.staff.models import User


class AlreadyRegistered(OperationRefused):
    """The same form came before; `contact` is what it became."""

    def __init__(self, contact: Contact) -> None:
        super().__init__(_("This contact is registered already: it has not been registered twice."))
        self.contact = contact


@dataclass(frozen=True)
class Asked:
    """Who asks, for whom, what. An anonymous contact takes no name and no person, whatever is given."""

    channel: str
    identity: str
    needs: Sequence[str]
    person: Person | None = None
    name: str = ""
    for_whom: str = ForWhom.SELF
    about: Person | None = None
    language: str = ITALIAN
    nationality: str = ""
    municipality: Municipality | None = None
    request: str = ""
    listening: str = ""


@dataclass(frozen=True)
class Came:
    """One outcome. `entry` or `words` say where a signposting leads; `words` what was told or is to be done."""

    kind: str
    entry: Entry | None = None
    words: str = ""
    slip: str = Slip.NONE


@transaction.atomic
def register_contact(
    *,
    point: AccessPoint,
    key: UUID,
    asked: Asked,
    came: Sequence[Came],
    by: User,
    at: datetime,
    unmet: Mapping[str, str] | None = None,
    ticket: Ticket | None = None,
    happened_at: datetime | None = None,
    minutes: int | None = None,
) -> Contact:
    """Write down a contact, once for each `key`; the number in hand is finished, and its minutes are the contact's.

    :raises AlreadyRegistered: the same key came before.
    :raises OperationRefused: no need, no outcome and no unmet demand, words that are too long, a person who is not
        named, a moment in the future, a number of somebody else.
    """
    refuse_strangers(point, by, at)
    standing = Contact.objects.filter(key=key).first()
    if standing is not None:
        raise AlreadyRegistered(standing)
    _check(asked, came, unmet or {}, happened_at or at, at)
    served = _finished(ticket, by, at)
    try:
        with transaction.atomic():
            contact = Contact.objects.create(
                key=key,
                point=point,
                ticket=ticket,
                happened_at=happened_at or at,
                minutes=minutes if served is None else served,
                by=by,
                created_at=at,
                request=asked.request.strip(),
                **_who(asked),
            )
    except IntegrityError:  # the same form, sent twice at once: the other one was quicker
        found = Contact.objects.filter(key=key).first()
        if found is None:
            raise
        raise AlreadyRegistered(found) from None
    if asked.listening.strip():
        ListeningNote.objects.create(contact=contact, text=asked.listening.strip(), by=by, written_at=at)
    ContactOutcome.objects.bulk_create(_outcome(contact, one, by, at) for one in came)
    UnmetDemand.objects.bulk_create(
        UnmetDemand(contact=contact, need=need, reason=reason) for need, reason in (unmet or {}).items()
    )
    if ticket is not None:
        MediatorCall.objects.filter(ticket=ticket, contact=None).update(contact=contact)
    record("desk.contact.registered", by=by, at=at, subject=contact, point=point.office.name)
    return contact


@transaction.atomic
def add_outcome(*, contact: Contact, came: Came, by: User, at: datetime) -> ContactOutcome:
    """Something more came of it, next week too."""
    row = locked_contact(contact, by, at)
    _check_came([came])
    outcome = _outcome(row, came, by, at)
    outcome.save()
    return outcome


@transaction.atomic
def settle_outcome(
    *, outcome: ContactOutcome, by: User, at: datetime, words: str = "", result: UUID | None = None
) -> ContactOutcome:
    """The step was taken. `result`: the row that it led to (a place, a report, a case).

    An anonymous contact is tied to nothing that names somebody: its step is done, and keeps no result.
    """
    row = locked_outcome(outcome, by, at)
    row.state = OUTCOME.move("do", row.state)
    row.settled_at, row.settled_by = at, by
    row.result = None if row.contact.identity == Identity.ANONYMOUS else result
    row.words = words.strip()[:300] or row.words
    row.save(update_fields=["state", "settled_at", "settled_by", "result", "words"])
    return row


@transaction.atomic
def drop_outcome(*, outcome: ContactOutcome, reason: str, by: User, at: datetime) -> ContactOutcome:
    """It will not be done. :raises OperationRefused: no reason."""
    if not reason.strip():
        raise OperationRefused(_("Say why it is given up."), field="reason")
    row = locked_outcome(outcome, by, at)
    row.state = OUTCOME.move("drop", row.state)
    row.settled_at, row.settled_by, row.words = at, by, reason.strip()[:300]
    row.save(update_fields=["state", "settled_at", "settled_by", "words"])
    return row


@transaction.atomic
def take_up_outcome(*, outcome: ContactOutcome, by: User, at: datetime) -> ContactOutcome:
    """After all it is to be done: a step given up can be taken up again."""
    row = locked_outcome(outcome, by, at)
    row.state = OUTCOME.move("take_up", row.state)
    row.settled_at, row.settled_by = None, None
    row.save(update_fields=["state", "settled_at", "settled_by"])
    return row


@transaction.atomic
def link_person(*, contact: Contact, person: Person, by: User, at: datetime) -> Contact:
    """Somebody who gave a name is now known.

    :raises OperationRefused: an anonymous contact stays so; one that names somebody already; the one for whom is asked.
    """
    row = locked_contact(contact, by, at)
    if row.identity == Identity.ANONYMOUS:
        raise OperationRefused(
            _("An anonymous contact stays anonymous: write a new one if the person now says who they are.")
        )
    if row.identity == Identity.PERSON:
        raise OperationRefused(_("This contact already names a person."))
    _refuse_same(person.pk, row.about_id)
    row.identity, row.person, row.name = Identity.PERSON, person, ""
    row.save(update_fields=["identity", "person", "name"])
    record("desk.contact.linked", by=by, at=at, subject=row)
    return row


@transaction.atomic
def join_case(*, contact: Contact, case: Case, by: User, at: datetime, on_outcome: bool = True) -> Contact:
    """The contact belongs to a case: it shows there from now.

    :raises OperationRefused: an anonymous contact; it belongs to another case already.
    """
    row = Contact.objects.select_for_update(of=("self",)).select_related("point__office").get(pk=contact.pk)
    if row.identity == Identity.ANONYMOUS:
        raise OperationRefused(_("An anonymous contact cannot be put in a case."))
    if row.case_id not in (None, case.pk):
        raise OperationRefused(_("This contact belongs to another case already."))
    row.case = case
    row.save(update_fields=["case"])
    open_steps = ContactOutcome.objects.filter(contact=row, kind=OutcomeKind.CASE, state=OutcomeState.TO_DO)
    if on_outcome:
        open_steps.update(state=OutcomeState.DONE, settled_at=at, settled_by=by, result=case.pk)
    record(
        "desk.case.joined",
        by=by,
        at=at,
        context=case.pk,
        subject=row,
        important=True,
        point=row.point.office.name,
    )
    return row


@transaction.atomic
def write_listening(*, contact: Contact, text: str, by: User, at: datetime) -> ListeningNote:
    """Words that were missing are added below those that stand.

    :raises OperationRefused: nothing written, or too much.
    """
    row = locked_contact(contact, by, at)
    words = text.strip()
    if not words:
        raise OperationRefused(_("Write what was said."), field="listening")
    note = ListeningNote.objects.select_for_update(of=("self",)).filter(contact=row).first()
    whole = f"{note.text}\n\n{words}" if note else words
    _check_length(whole, "listening")
    if note is None:
        return ListeningNote.objects.create(contact=row, text=whole, by=by, written_at=at)
    note.text, note.by, note.written_at = whole, by, at
    note.save(update_fields=["text", "by", "written_at"])
    return note


def locked_contact(contact: Contact, by: User, at: datetime) -> Contact:
    row = Contact.objects.select_for_update(of=("self",)).select_related("point__office").get(pk=contact.pk)
    refuse_strangers(row.point, by, at)
    if row.person_id:
        with purpose("desk_restriction"):  # it binds also a desk that does not see the person any more
            refuse_restricted(Person(pk=row.person_id))
    return row


def locked_outcome(outcome: ContactOutcome, by: User, at: datetime) -> ContactOutcome:
    rows = ContactOutcome.objects.select_for_update(of=("self",)).select_related("contact__point__office")
    row = rows.get(pk=outcome.pk)
    locked_contact(row.contact, by, at)
    return row


def open_step(outcome: ContactOutcome, kind: str, by: User, at: datetime) -> ContactOutcome:
    """Locked, so that of two who take it at once the second is told.

    :raises OperationRefused: of another kind, or taken or given up already.
    """
    row = locked_outcome(outcome, by, at)
    if row.kind != kind or row.state != OutcomeState.TO_DO:
        raise OperationRefused(_("This step is not open any more: reload the page."))
    return row


def _who(asked: Asked) -> dict[str, object]:
    anonymous = asked.identity == Identity.ANONYMOUS
    return {
        "channel": Channel(asked.channel),
        "identity": Identity(asked.identity),
        "person": asked.person if asked.identity == Identity.PERSON else None,
        "name": asked.name.strip() if asked.identity == Identity.NAME else "",
        "for_whom": ForWhom(asked.for_whom),
        "about": None if anonymous or asked.for_whom == ForWhom.SELF else asked.about,
        "language": asked.language,
        "nationality": asked.nationality,
        "municipality": asked.municipality,
        "needs": list(dict.fromkeys(asked.needs)),
    }


def _check(
    asked: Asked, came: Sequence[Came], unmet: Mapping[str, str], happened_at: datetime, at: datetime
) -> None:
    if not asked.needs or set(asked.needs) - known_needs().keys():
        raise OperationRefused(_("Choose at least one need."), field="needs")
    if set(unmet) - set(asked.needs) or set(unmet.values()) - set(UnmetReason.values):
        raise OperationRefused(_("Say of which need nothing answers, and why."), field="unmet")
    if not came and not unmet:
        raise OperationRefused(
            _("Say what came of it: at least one outcome, or a need that found no answer."), field="outcomes"
        )
    _check_came(came)
    if asked.identity == Identity.PERSON and asked.person is None:
        raise OperationRefused(_("Choose the person, or leave the contact anonymous."), field="person")
    if asked.identity == Identity.NAME and not asked.name.strip():
        raise OperationRefused(_("Write the name, or leave the contact anonymous."), field="name")
    if asked.person and asked.about:
        _refuse_same(asked.person.pk, asked.about.pk)
    if happened_at > at:
        raise OperationRefused(_("The contact is in the future: check day and time."), field="happened_at")
    _check_length(asked.request, "request")
    _check_length(asked.listening, "listening")


def _refuse_same(person: UUID, about: UUID | None) -> None:
    if about == person:
        raise OperationRefused(_("Whoever asks for somebody else is not that person."), field="about")


def _check_came(came: Sequence[Came]) -> None:
    for one in came:
        if one.kind == OutcomeKind.SIGNPOSTING and one.entry is None and not one.words.strip():
            raise OperationRefused(
                _("Choose the service that the person was sent to, or write its name."), field="entries"
            )


def _check_length(text: str, field: str) -> None:
    over = len(text.strip()) - MOST_WORDS
    if over > 0:
        raise OperationRefused(
            _(
                "This is %(over)s characters too long: %(most)s fit here. Nothing was lost: shorten it, or keep the"
                " whole as a document."
            )
            % {"over": over, "most": MOST_WORDS},
            field=field,
        )


def _outcome(contact: Contact, one: Came, by: User, at: datetime) -> ContactOutcome:
    done = one.kind in SAID
    return ContactOutcome(
        contact=contact,
        kind=OutcomeKind(one.kind),
        state=OutcomeState.DONE if done else OutcomeState.TO_DO,
        entry=one.entry if one.kind == OutcomeKind.SIGNPOSTING else None,
        words=one.words.strip()[:300],
        slip=one.slip,
        slip_at=at if one.slip else None,
        settled_at=at if done else None,
        settled_by=by if done else None,
    )


def _finished(ticket: Ticket | None, by: User, at: datetime) -> int | None:
    """Minutes of the number in hand, which ends with the contact."""
    if ticket is None:
        return None
    row = Ticket.objects.get(pk=ticket.pk)
    if row.state in IN_HAND:
        row = finish(ticket=row, by=by, at=at)
    return row.minutes_served(at)
