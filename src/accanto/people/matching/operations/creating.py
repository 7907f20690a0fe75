"""Nobody is written down before they were looked for, nor twice with one search."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accanto.core.database.context import serving
from accanto.core.errors import NotPermitted, OperationRefused
from accanto.foundation.audit.operations import record
from accanto.people.matching.given import Given
from accanto.people.matching.models import PersonSearch
from accanto.people.matching.operations.codes import give_code
from accanto.people.persons.enums import ContactKind, Depth, GrantReason, IdentityLevel
from accanto.people.persons.models import Person
from accanto.people.persons.operations import add_contact, create_person, grant_access, set_residence
from accanto.territory.bodies.models import Office
from accanto.territory.places.models import Municipality
from accanto.territory.staff.models import User

SEARCH_HOLDS = timedelta(hours=1)


class SearchFirst(OperationRefused):
    """Nobody looked for this person just before, or something was changed since."""


class AlreadyWritten(OperationRefused):
    """This search has given a record already: the form was sent twice."""

    def __init__(self, person: Person) -> None:
        super().__init__(_("%(name)s has been written down already.") % {"name": person})
        self.person = person


@transaction.atomic
def note_search(*, given: Given, shown: int, by: User, at: datetime) -> PersonSearch:
    """Somebody looked; of what they typed a digest is kept.

    :raises NotPermitted: the role writes nobody down.
    """
    if not by.may("people.create"):
        raise NotPermitted(_("Your role does not write people down."))
    return PersonSearch.objects.create(by=by, at=at, given=given.digest(), shown=shown)


@transaction.atomic
@serving("new_person")  # nobody has a right to see somebody before they are written down
def write_person_down(
    *,
    search: UUID | None,
    given: Given,
    by: User,
    at: datetime,
    municipality: Municipality | None = None,
    given_on: date | None = None,
    identity_level: str = IdentityLevel.DECLARED,
    office_sees: bool = True,
) -> Person:
    """A new record, for whoever looked for it and found nobody; the office of `by` sees the card from now.

    :param search: the id that `note_search` gave; it holds an hour, for what was looked for and once.
    :param given_on: day of an STP or ENI, as on its card.
    :param office_sees: not where the room that asks says itself who sees them: a case, a report.
    :raises NotPermitted: the role writes nobody down.
    :raises SearchFirst: no search, an old one, or of somebody else.
    :raises AlreadyWritten: it was sent twice; carries the record that was made.
    :raises OperationRefused: no surname, a birth to come, a code that is not valid or in force for another record.
    """
    if not by.may("people.create"):
        raise NotPermitted(_("Your role does not write people down."))
    row = _searched(search, given, by, at)
    if not given.last_name.strip():
        raise OperationRefused(
            _("Write the surname: where nobody knows it, the name by which they are called."),
            field="last_name",
        )
    person = create_person(
        first_name=given.first_name,
        last_name=given.last_name,
        sex=given.sex,
        birth_date=given.birth_date,
        birth_place=given.birth_place,
        identity_level=identity_level,
        by=by,
        at=at,
    )
    if office_sees:
        _let_see(person, by, at)
    if given.code:
        give_code(person=person, code=given.code, on=given_on or at.date(), by=by, at=at)
    if municipality is not None:
        set_residence(person=person, municipality=municipality, address=given.address.strip(), on=at.date())
    if given.phone.strip():
        add_contact(person=person, kind=ContactKind.PHONE, value=given.phone, on=at.date())
    row.person = person
    row.save(update_fields=["person"])
    record("matching.person.written", by=by, at=at, subject=person, name=str(person), shown=row.shown)
    return person


def _searched(search: UUID | None, given: Given, by: User, at: datetime) -> PersonSearch:
    rows = PersonSearch.objects.select_for_update(of=("self",)).filter(by=by)
    row = rows.filter(pk=search).first() if search is not None else None
    if row is None:
        raise SearchFirst(_("Look for the person first: perhaps somebody has written them down already."))
    if row.person_id is not None:
        raise AlreadyWritten(Person.objects.get(pk=row.person_id))
    if at - row.at > SEARCH_HOLDS:
        raise SearchFirst(_("An hour has passed since you looked: look again, somebody may have come since."))
    if row.given != given.digest():
        raise SearchFirst(
            _("Name, birth or code were changed after the search: look again with the new ones.")
        )
    return row


def _let_see(person: Person, by: User, at: datetime) -> None:
    """The office where `by` works, in full for its coordinator and as a card for its desk; `by`, if not through it."""
    access = by.access
    offices = sorted(access.offices & access.registers) or sorted(access.offices)
    for office in Office.objects.filter(pk__in=offices):
        grant_access(
            person=person, office=office, depth=Depth.WORK, reason=GrantReason.REGISTERED, by=by, at=at
        )
    if not access.offices & (access.registers | access.coordinates):
        grant_access(person=person, user=by, depth=Depth.CARD, reason=GrantReason.REGISTERED, by=by, at=at)
