"""The slip of a signposting: printed, or sent once. Where it was sent is written nowhere."""

from datetime import datetime
from smtplib import SMTPException
from uuid import UUID

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
from accanto.core.database.context import purpose
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

    :raises OperationRefused: an address that is none; a way that this installation has not; nothing may be sent, or
        nothing could be; an address to be kept of somebody whom `by` does not see.
    """
    row = _signposting(outcome, by, at)
    address = _checked(how, to.strip())
    _refuse_silent(row, at)
    if keep and row.contact.person_id:
        _keep(row.contact.person_id, how, address, by, at)
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
    """The same words as where messages are not switched on: why is not for the desk to know.

    A desk keeps a contact longer than it sees its people: they are read whoever sees them, and of whom nothing is found
    nothing is sent.
    """
    wanted = {one for one in (row.contact.person_id, row.contact.about_id) if one}
    with purpose("desk_slip"):
        people = list(Person.objects.filter(pk__in=wanted))
        silent = any(nothing_leaves_to(one, timezone.localdate(at)) for one in people)
    if silent or len(people) < len(wanted):
        raise OperationRefused(_("Messages cannot be sent from here: print the slip."), field="to")


def _keep(whose: UUID, how: str, address: str, by: User, at: datetime) -> None:
    person = Person.objects.visible_to(by).filter(pk=whose).first()
    if person is None:
        raise OperationRefused(
            _("You do not see the card of this person: the address cannot be kept there. Send it without."),
            field="keep",
        )
    kind = ContactKind.EMAIL if how == Slip.EMAIL else ContactKind.PHONE
    add_contact(person=person, kind=kind, value=address, on=at.date())


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
        _send_mail(row, address, at)


def _send_mail(row: ContactOutcome, address: str, at: datetime) -> None:
    """Of a service outside the directory."""
    told = _("The service that we spoke of: %(name)s") % {"name": row.words}
    mail = EmailMessage(told, slip_words(row, at), settings.DEFAULT_FROM_EMAIL, [address])
    mail.attach("foglietto.pdf", slip_pdf(row, at), "application/pdf")
    try:
        mail.send()
    except (OSError, SMTPException):
        raise OperationRefused(
            _("The e-mail could not be sent: check the address, or print the slip."), field="to"
        ) from None


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
