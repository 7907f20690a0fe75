"""Sending reminders: written down before they leave, so that nobody gets the same one twice whatever happens."""

from dataclasses import dataclass
from datetime import datetime
from smtplib import (
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPException,
    SMTPHeloError,
    SMTPRecipientsRefused,
    SMTPSenderRefused,
)
from socket import gaierror

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation

from accanto.casework.agenda.enums import Channel, ReminderState
from accanto.casework.agenda.models import Place, Reminder
from accanto.casework.agenda.queries.reminders import (
    Way,
    due_appointments,
    due_places,
    failed_reminders,
    is_due,
    texts_for,
    way_to,
)
from accanto.casework.agenda.rules.contacts import masked
from accanto.casework.cases.models import Appointment
from accanto.core.database.context import purpose
from accanto.core.dated_rules import rule_at
from accanto.core.elision import NBSP, elided
from accanto.core.templatetags.accanto_ui import date_time_words, date_words
from accanto.foundation.audit.operations import record
from accanto.foundation.notifications.operations import notify
from accanto.foundation.notifications.sms import SendingFailed, sender
from accanto.territory.bodies.models import Office
from accanto.territory.staff.models import User

# It has certainly not left. After anything else nobody knows: it is not sent again, and somebody is told to call.
_CERTAIN = (
    SendingFailed, SMTPConnectError, SMTPHeloError, SMTPAuthenticationError, SMTPRecipientsRefused,
    SMTPSenderRefused, ConnectionRefusedError, gaierror,
)  # fmt: skip


@dataclass(frozen=True)
class _Message:
    way: Way
    sender: str
    subject: str
    text: str


def send_reminders(*, at: datetime) -> int:
    """What is due, and what failed before; returns how many left. Each stands by itself: one that fails stops none.

    Must run outside a transaction: what was written before sending stays written.
    """
    with translation.override(settings.LANGUAGE_CODE):
        times = rule_at("agenda.reminders", timezone.localdate(at), "tries")["times"]
        with purpose("reminders"):
            waiting: list[Place | Appointment] = [
                *(row for row in due_places(at) if is_due(row.slot.starts_at, row.slot.office, at)),
                *(row for row in due_appointments(at) if is_due(row.starts_at, row.office, at)),
            ]
            again = list(failed_reminders(times))
        begun = [_begin(of, at) for of in waiting] + [_begin_again(row, at) for row in again]
        return sum(_deliver(one[0], one[1], times, at) for one in begun if one is not None)


def _begin(of: Place | Appointment, at: datetime) -> tuple[Reminder, _Message] | None:
    """Written down as being sent, or as withheld; nothing when another process was quicker."""
    kind = "place" if isinstance(of, Place) else "appointment"
    with purpose("reminders"):
        way = way_to(of, at)
        message = _message(of, way, at) if isinstance(way, Way) else None
        row = Reminder(created_at=at, **{kind: of})
        if message is None:
            row.state, row.why = ReminderState.WITHHELD, str(way)
        else:
            row.state, row.channel = ReminderState.SENDING, message.way.channel
            row.contact, row.text, row.tries = masked(message.way.contact), message.text, 1
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            return None
    return (row, message) if message else None


def _begin_again(row: Reminder, at: datetime) -> tuple[Reminder, _Message] | None:
    """What failed before: unless it is too late, or nothing may be sent any more."""
    of = row.place or row.appointment
    assert of is not None  # noqa: S101  (a constraint says so)
    with purpose("reminders"):
        way = way_to(of, at)
        if _starts_at(of) <= at or not isinstance(way, Way):
            return None
        failed = Reminder.objects.filter(pk=row.pk, state=ReminderState.FAILED)
        if not failed.update(state=ReminderState.SENDING, tries=row.tries + 1):
            return None
        row.tries += 1
        return row, _message(of, way, at)


def _deliver(row: Reminder, message: _Message, times: int, at: datetime) -> int:
    try:
        reference = _send(message)
    except _CERTAIN as error:
        told = str(error) if isinstance(error, SendingFailed) else type(error).__name__
        with purpose("reminders"):
            _not_sent(row, ReminderState.FAILED, told, last=row.tries >= times, at=at)
        return 0
    except (SMTPException, OSError) as error:
        with purpose("reminders"):
            _not_sent(row, ReminderState.SENDING, type(error).__name__, last=True, at=at)
        return 0
    with purpose("reminders"):
        Reminder.objects.filter(pk=row.pk).update(
            state=ReminderState.SENT, sent_at=at, reference=reference[:80], problem=""
        )
        of = row.place or row.appointment
        assert of is not None  # noqa: S101  (a constraint says so)
        when = date_time_words(_starts_at(of))
        record("agenda.reminder.sent", by=None, at=at, context=of.case_id, subject=of, when=when)
    return 1


def _send(message: _Message) -> str:
    if message.way.channel == Channel.EMAIL:
        EmailMessage(
            subject=message.subject,
            body=message.text,
            from_email=message.sender,
            to=[message.way.contact],
            headers={"Auto-Submitted": "auto-generated"},
        ).send()
        return ""
    through = sender()
    if through is None:
        raise SendingFailed("text messages are not switched on")
    return through.send(message.way.contact, message.text)


def _not_sent(row: Reminder, state: str, problem: str, *, last: bool, at: datetime) -> None:
    Reminder.objects.filter(pk=row.pk).update(state=state, problem=problem[:200])
    of = row.place or row.appointment
    if not last or of is None:
        return
    for user in _workers(of):
        notify(
            "agenda.reminder_failed",
            user=user,
            at=at,
            url=reverse("agenda"),
            context=of.case_id,
            when=date_time_words(_starts_at(of)),
        )


def _message(of: Place | Appointment, way: Way, at: datetime) -> _Message:
    office = of.slot.office if isinstance(of, Place) else of.office
    texts = texts_for(office, timezone.localdate(at))
    words = _words(office, _starts_at(of))
    kind = "silent_" if way.silent else ""
    if way.silent:
        from_email = settings.REMINDER_NEUTRAL_FROM
    else:
        from_email = f'"{texts["from_name"]}" <{settings.REMINDER_FROM}>'
    # No-break spaces would make a text message longer, and dearer.
    subject, text = (
        elided(texts[kind + part].format(**words)).replace(NBSP, " ") for part in ("subject", "text")
    )
    return _Message(way, from_email, subject, text)


def _words(office: Office | None, starts_at: datetime) -> dict[str, str]:
    local = timezone.localtime(starts_at)
    return {
        "day": date_words(local.date()),
        "hour": f"{local:%-H:%M}",
        "office": office.name if office else "",
        "where": f", {office.address}" if office and office.address else "",
        "call": f" al {office.phone}" if office and office.phone else "",
    }


def _starts_at(of: Place | Appointment) -> datetime:
    return of.slot.starts_at if isinstance(of, Place) else of.starts_at


def _workers(of: Place | Appointment) -> list[User]:
    if isinstance(of, Place):
        return [of.slot.operator or of.taken_by]
    return [row.user for row in of.operators.select_related("user")]
