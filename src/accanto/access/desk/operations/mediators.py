from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accanto.access.desk.enums import MEDIATOR, NoMediator
from accanto.access.desk.languages import ITALIAN, languages
from accanto.access.desk.models import AccessPoint, Contact, MediatorCall, MediatorService, Ticket
from accanto.access.desk.operations.points import refuse_strangers
from accanto.core.errors import OperationRefused
from accanto.territory.staff.models import User


@transaction.atomic
def ask_mediator(
    *,
    point: AccessPoint,
    language: str,
    mode: str,
    by: User,
    at: datetime,
    service: MediatorService | None = None,
    ticket: Ticket | None = None,
    contact: Contact | None = None,
) -> MediatorCall:
    """Somebody is called to translate.

    :raises OperationRefused: Italian or an unknown language; a service that does not speak it.
    """
    refuse_strangers(point, by, at)
    if language == ITALIAN or language not in languages():
        raise OperationRefused(_("Choose the language that the mediator must speak."), field="language")
    if service is not None and language not in service.languages:
        raise OperationRefused(
            _("%(service)s has nobody for this language: choose another one.") % {"service": service},
            field="service",
        )
    return MediatorCall.objects.create(
        point=point,
        ticket=ticket,
        contact=contact,
        language=language,
        service=service,
        mode=mode,
        asked_at=at,
        asked_by=by,
    )


@transaction.atomic
def mediator_arrives(*, call: MediatorCall, by: User, at: datetime) -> MediatorCall:
    """Here, or on the telephone: the minutes run."""
    row = _locked(call, by, at)
    row.state, row.arrived_at = MEDIATOR.move("arrive", row.state), at
    row.save(update_fields=["state", "arrived_at"])
    return row


@transaction.atomic
def mediator_finishes(
    *, call: MediatorCall, by: User, at: datetime, minutes: int | None = None
) -> MediatorCall:
    """`minutes`: where they are known otherwise than by the clock."""
    row = _locked(call, by, at)
    row.state, row.ended_at = MEDIATOR.move("finish", row.state), at
    began = row.arrived_at or at
    row.minutes = minutes or min(max(1, int((at - began).total_seconds() // 60)), 32_000)
    row.save(update_fields=["state", "ended_at", "minutes"])
    return row


@transaction.atomic
def mediator_fails(*, call: MediatorCall, reason: str, by: User, at: datetime) -> MediatorCall:
    """Nobody came: counted, because a language that nobody speaks is demand without an answer.

    :raises OperationRefused: no reason of the list.
    """
    if reason not in NoMediator.values:
        raise OperationRefused(_("Say why there is no mediator."), field="reason")
    row = _locked(call, by, at)
    row.state, row.ended_at, row.reason = MEDIATOR.move("fail", row.state), at, reason
    row.save(update_fields=["state", "ended_at", "reason"])
    return row


def _locked(call: MediatorCall, by: User, at: datetime) -> MediatorCall:
    row = MediatorCall.objects.select_for_update(of=("self",)).select_related("point__office").get(pk=call.pk)
    refuse_strangers(row.point, by, at)
    return row
