from datetime import datetime
from smtplib import SMTPException

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.translation import gettext as _

from accanto.access.directory.models import Entry
from accanto.access.directory.queries.card import card
from accanto.access.directory.slip import slip_pdf, slip_text
from accanto.core.errors import OperationRefused
from accanto.foundation.audit.operations import record
from accanto.territory.staff.models import User


@transaction.atomic
def send_slip(*, entry: Entry, address: str, by: User, at: datetime) -> None:
    """The slip by e-mail to whoever asked for it. The address is used and kept nowhere.

    :raises OperationRefused: the mail server does not take it.
    """
    told = card(entry, at=at)
    message = EmailMessage(subject=told.name, body=slip_text(told), to=[address])
    message.attach(_("slip") + ".pdf", slip_pdf(told, at=at), "application/pdf")
    try:
        message.send()
    except (OSError, SMTPException):
        raise OperationRefused(
            _("The e-mail could not be sent: check the address, or print the slip."), field="address"
        ) from None
    record("directory.sent", by=by, at=at, subject=entry, name=entry.name)
