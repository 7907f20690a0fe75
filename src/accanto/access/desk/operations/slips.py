"""The slip of a signposting: printed, or sent once. Where it was sent is written nowhere."""

from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accanto.access.desk.enums import OutcomeKind, Slip
from accanto.access.desk.models import ContactOutcome
from accanto.access.desk.operations.contacts import locked_outcome
from accanto.access.desk.slips import slip_pdf, slip_words
from accanto.access.directory import operations as directory
from accanto.casework.agenda.queries.reminders import nothing_leaves_to
from accanto.casework.agenda.rules.contacts import as_mobile
from accanto.core.errors import OperationRefused
from accanto.foundation.audit.operations import record
from accanto.foundation.notifications.sms import SendingFailed, sender
from accanto.people.persons.enums import ContactKind
from accanto.people.persons.models import Person
from accanto.people.persons.operations import add_contact
from accanto.territory.staff.models import User


@transaction.atomic
def note_printed(*, outcome: ContactOutcome, by: User, at: datetime) -> ContactOutcome:
    return _given(_signposting(outcome, by, at), Slip.PRINTED, by, at)


@transaction.atomic
def send_slip(
    *, outcome: ContactOutcome, how: str, to: str, by: User, at: datetime, keep: bool = False
) -> ContactOutcome:
    """Send it once to an address that is then forgotten, unless the person is known and wants it kept.

    Nothing is sent to people who are protected or whose contact is silent, whatever address is given.

    :raises OperationRefused: an address that is none; a way that this installation has not; nothing may be sent.
    """
    row = _signposting(outcome, by, at)
    address = _checked(how, to.strip())
    _refuse_silent(row, at)
    if keep and row.contact.person is not None:
        kind = ContactKind.EMAIL if how == Slip.EMAIL else ContactKind.PHONE
        add_contact(person=row.contact.person, kind=kind, value=address, on=at.date())
    given = _given(row, how, by, at)
    _send(given, how, address, by, at)
    return given


def _checked(how: str, address: str) -> str:
    if how == Slip.EMAIL:
        _check_email(address)
        return address
    if how != Slip.SMS or sender() is None:
        raise OperationRefused(_("Messages cannot be sent from here: print the slip."), field="how")
    number = as_mobile(address)
    if not number:
        raise OperationRefused(
            _("This is not the number of a mobile telephone: check it with the person."), field="to"
        )
    return number


def _refuse_silent(row: ContactOutcome, at: datetime) -> None:
    """The same words as where messages are not switched on: why is not for the desk to know."""
    wanted = [one for one in (row.contact.person_id, row.contact.about_id) if one]
    people = Person.objects.filter(pk__in=wanted)
    if any(nothing_leaves_to(one, timezone.localdate(at)) for one in people):
        raise OperationRefused(_("Messages cannot be sent from here: print the slip."), field="to")


def _check_email(address: str) -> None:
    try:
        validate_email(address)
    except ValidationError:
        raise OperationRefused(
            _("This is not an e-mail address: check it with the person."), field="to"
        ) from None


def _send(row: ContactOutcome, how: str, address: str, by: User, at: datetime) -> None:
    if how == Slip.SMS:
        _send_message(address, slip_words(row, at))
    elif row.entry:
        directory.send_slip(entry=row.entry, address=address, by=by, at=at)
    else:
        told = _("The service that we spoke of: %(name)s") % {"name": row.words}
        mail = EmailMessage(told, slip_words(row, at), settings.DEFAULT_FROM_EMAIL, [address])
        mail.attach("foglietto.pdf", slip_pdf(row, at), "application/pdf")
        mail.send()


def _send_message(number: str, words: str) -> None:
    through = sender()
    if through is None:
        raise OperationRefused(_("Messages cannot be sent from here: print the slip."), field="how")
    try:
        through.send(number, words)
    except SendingFailed:
        raise OperationRefused(
            _("The message could not be sent: try again in a while, or print the slip."), field="to"
        ) from None


def _signposting(outcome: ContactOutcome, by: User, at: datetime) -> ContactOutcome:
    row = locked_outcome(outcome, by, at)
    if row.kind != OutcomeKind.SIGNPOSTING:
        raise OperationRefused(_("Only a signposting has a slip."))
    return row


def _given(row: ContactOutcome, how: str, by: User, at: datetime) -> ContactOutcome:
    row.slip, row.slip_at = how, at
    row.save(update_fields=["slip", "slip_at"])
    record("desk.slip.given", by=by, at=at, subject=row, how=str(Slip(how).label))
    return row
