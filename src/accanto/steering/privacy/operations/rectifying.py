"""Correcting what a person says is wrong; whoever works for them is told, and whoever received it is listed."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accanto.core.errors import NotPermitted, OperationRefused
from accanto.people.persons.birthplaces import PlaceRefused, find_place
from accanto.people.persons.enums import Sex
from accanto.people.persons.models import ContactPoint, Identifier, Person, Residence
from accanto.people.persons.operations import (
    correct_identity,
    correct_residence,
    replace_contact,
    set_codice_fiscale,
)
from accanto.people.persons.queries import birth_place_words
from accanto.steering.privacy.enums import REQUEST, CorrectedFact, RequestKind
from accanto.steering.privacy.extracting.subject import may_prepare
from accanto.steering.privacy.models import PersonRequest, Recipient, Rectification
from accanto.steering.privacy.operations.naming import must_govern
from accanto.steering.privacy.operations.telling import list_recipients, tell_workers
from accanto.territory.places.models import Municipality
from accanto.territory.staff.models import User

# Which field of the form says the new value of each fact.
_SAID_IN = {
    CorrectedFact.SEX: "sex",
    CorrectedFact.BIRTH_DATE: "day",
    CorrectedFact.RESIDENCE: "municipality",
}


@transaction.atomic
def rectify(
    *,
    request: PersonRequest,
    fact: str,
    reason: str,
    by: User,
    at: datetime,
    words: str = "",
    sex: str = "",
    day: date | None = None,
    municipality: Municipality | None = None,
    since: date | None = None,
) -> Rectification:
    """Correct one fact. Papers that are frozen stay as they are; each case of the person gets a note.

    :raises NotPermitted: somebody who does not read every case of the person.
    :raises OperationRefused: not an open request of rectification, no reason, nothing new, or a value that is refused.
    """
    row = _open_request(request, by, at)
    what, on = CorrectedFact(fact), since or timezone.localtime(at).date()
    if not reason.strip():
        raise OperationRefused(_("Write why, and from which paper you know it."), field="reason")
    if on > timezone.localtime(at).date():
        raise OperationRefused(_("From today or before."), field="since")
    before = value_now(row.person, what)
    _said(what, words=words, day=day, municipality=municipality)
    try:
        _correct(row.person, what, on, by, at, words=words, sex=sex, day=day, municipality=municipality)
    except OperationRefused as refusal:
        raise OperationRefused(str(refusal), field=_SAID_IN.get(what, "words")) from refusal
    after = value_now(Person.objects.get(pk=row.person_id), what)
    if after == before:
        raise OperationRefused(_("It says so already."), field=_SAID_IN.get(what, "words"))
    written = Rectification.objects.create(
        request=row, fact=what, before=before, after=after, reason=reason.strip(), by=by, at=at
    )
    tell_workers(row.person_id, "privacy.rectified", by, at, what=str(what.label))
    list_recipients(row)
    return written


@transaction.atomic
def tell_recipient(*, recipient: Recipient, how: str, by: User, at: datetime) -> Recipient:
    """:raises OperationRefused: it was told already, or nothing is said of how."""
    must_govern(by)
    row = Recipient.objects.select_for_update(of=("self",)).get(pk=recipient.pk)
    if row.told_on is not None:
        raise OperationRefused(_("It has been told already."))
    if not how.strip():
        raise OperationRefused(_("Write how it was told: letter, certified mail, portal."), field="how")
    row.told_on, row.how, row.told_by = timezone.localtime(at).date(), how.strip(), by
    row.save(update_fields=["told_on", "how", "told_by"])
    return row


def value_now(person: Person, what: CorrectedFact) -> str:
    """In words that stay readable when the rows have changed."""
    if what is CorrectedFact.CODICE_FISCALE:
        codes = Identifier.objects.filter(person=person, valid_to=None).order_by("-kind", "pk")
        return ", ".join(codes.values_list("value", flat=True))
    if what is CorrectedFact.RESIDENCE:
        home = Residence.objects.filter(person=person, ends_on=None).select_related("municipality").first()
        return f"{home.address}, {home.municipality}".strip(", ") if home else ""
    if what in {CorrectedFact.PHONE, CorrectedFact.EMAIL}:
        contacts = ContactPoint.objects.filter(person=person, kind=what.value, ends_on=None).order_by("pk")
        return ", ".join(contacts.values_list("value", flat=True))
    if what is CorrectedFact.SEX:
        return str(Sex(person.sex).label)
    if what is CorrectedFact.BIRTH_PLACE:
        return birth_place_words(person)
    value = getattr(person, what.value)
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value or "")


def _open_request(request: PersonRequest, by: User, at: datetime) -> PersonRequest:
    row = PersonRequest.objects.select_for_update(of=("self",)).select_related("person").get(pk=request.pk)
    if not may_prepare(by, row.person_id, timezone.localtime(at).date()):
        raise NotPermitted(_("Whoever corrects the data coordinates every case of the person."))
    if row.kind != RequestKind.RECTIFICATION or not REQUEST.allows("answer", row.state):
        raise OperationRefused(_("Only an open request of rectification corrects the data."))
    return row


def _said(what: CorrectedFact, *, words: str, day: date | None, municipality: Municipality | None) -> None:
    if what is CorrectedFact.RESIDENCE and municipality is None:
        raise OperationRefused(_("Choose the town."), field="municipality")
    if what is CorrectedFact.BIRTH_DATE and day is None:
        raise OperationRefused(_("Write the date of birth."), field="day")
    if what not in _SAID_IN and not words.strip():
        raise OperationRefused(_("Write as it must be."), field="words")


def _correct(
    person: Person,
    what: CorrectedFact,
    on: date,
    by: User,
    at: datetime,
    *,
    words: str,
    sex: str,
    day: date | None,
    municipality: Municipality | None,
) -> None:
    if what is CorrectedFact.CODICE_FISCALE:
        set_codice_fiscale(person=person, value=words, on=on)
    elif what is CorrectedFact.RESIDENCE and municipality is not None:
        correct_residence(person=person, municipality=municipality, address=words, on=on, by=by, at=at)
    elif what in {CorrectedFact.PHONE, CorrectedFact.EMAIL}:
        replace_contact(person=person, kind=what.value, value=words, on=on, by=by, at=at)
    else:
        value = {CorrectedFact.SEX: sex, CorrectedFact.BIRTH_DATE: day}.get(what, words)
        if what is CorrectedFact.BIRTH_PLACE:
            value = _birth_place(words, person.birth_date)
        correct_identity(person=person, field=what.value, value=value, by=by, at=at)


def _birth_place(words: str, born_on: date | None) -> str:
    """The cadastral code of a town, or of a country («Z100»), from the code itself or from its name at the time."""
    try:
        return find_place(words, born_on).code
    except PlaceRefused as refusal:
        raise OperationRefused(str(refusal), field="words") from refusal
