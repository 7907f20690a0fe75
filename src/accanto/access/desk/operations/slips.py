"""The slip of a signposting: printed, or sent once. Where it was sent is written nowhere."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from accanto.access.desk.enums import OutcomeKind, Slip
from accanto.access.desk.models import ContactOutcome
from accanto.access.desk.operations.contacts import locked_outcome
from accanto.access.desk.slips import slip_pdf, slip_words
from accanto.access.directory import operations as directory
from accanto.core.errors import OperationRefused
from accanto.foundation.audit.operations import record
from accanto.people.persons.enums import ContactKind
from accanto.people.persons.operations import add_contact
from accanto.territory.staff.models import User

# number, words → sent; an installation that has a gateway for messages registers it, and the page offers it then.
SendMessage = Callable[[str, str], None]
_message_senders: list[SendMessage] = []


def register_message_sender(send: SendMessage) -> None:
    _message_senders[:] = [send]


def sends_messages() -> bool:
    return bool(_message_senders)


@transaction.atomic
def note_printed(*, outcome: ContactOutcome, by: User, at: datetime) -> ContactOutcome:
    return _given(_signposting(outcome, by, at), Slip.PRINTED, by, at)


@transaction.atomic
def send_slip(
    *, outcome: ContactOutcome, how: str, to: str, by: User, at: datetime, keep: bool = False
) -> ContactOutcome:
    """Send it once to an address that is then forgotten, unless the person is known and wants it kept.

    :raises OperationRefused: an address that is none; a way that this installation has not.
    """
    row = _signposting(outcome, by, at)
    address = to.strip()
    if how == Slip.EMAIL:
        _check_email(address)
    elif not (how == Slip.SMS and sends_messages()):
        raise OperationRefused(_("Messages cannot be sent from here: print the slip."), field="how")
    if keep and row.contact.person is not None:
        kind = ContactKind.EMAIL if how == Slip.EMAIL else ContactKind.PHONE
        add_contact(person=row.contact.person, kind=kind, value=address, on=at.date())
    given = _given(row, how, by, at)
    _send(given, how, address, by, at)
    return given


def _check_email(address: str) -> None:
    try:
        validate_email(address)
    except ValidationError:
        raise OperationRefused(
            _("This is not an e-mail address: check it with the person."), field="to"
        ) from None


def _send(row: ContactOutcome, how: str, address: str, by: User, at: datetime) -> None:
    if how == Slip.SMS:
        _message_senders[0](address, slip_words(row, at))
    elif row.entry:
        directory.send_slip(entry=row.entry, address=address, by=by, at=at)
    else:
        told = _("The service that we spoke of: %(name)s") % {"name": row.words}
        mail = EmailMessage(told, slip_words(row, at), settings.DEFAULT_FROM_EMAIL, [address])
        mail.attach("foglietto.pdf", slip_pdf(row, at), "application/pdf")
        mail.send()


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
