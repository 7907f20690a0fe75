"""Cancelling hours for the public: the people in them stand in a list until somebody has called them."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accanto.casework.agenda.enums import AWAITED, SlotState
from accanto.casework.agenda.models import Place, RoomUse, Slot, SlotMeeting
from accanto.casework.cases.enums import AppointmentState
from accanto.casework.cases.operations import settle_appointment
from accanto.core.database.context import serving
from accanto.core.errors import OperationRefused
from accanto.core.templatetags.accanto_ui import date_time_words
from accanto.foundation.audit.operations import record
from accanto.foundation.notifications.operations import notify
from accanto.territory.bodies.models import OfficeClosure
from accanto.territory.staff.models import User


@transaction.atomic
def cancel_slot(*, slot: Slot, reason: str, by: User, at: datetime) -> Slot:
    """:raises OperationRefused: no reason; it is cancelled already, or it is past."""
    row = Slot.objects.select_for_update(of=("self",)).get(pk=slot.pk)
    if not reason.strip():
        raise OperationRefused(_("Say why: whoever calls the people will need it."), field="reason")
    if row.state == SlotState.CANCELLED:
        raise OperationRefused(_("This hour is cancelled already."))
    if row.starts_at <= at:
        raise OperationRefused(_("This hour is past: it can no longer be cancelled."))
    cancel_slots(slots=Slot.objects.filter(pk=row.pk), reason=reason.strip(), by=by, at=at)
    row.refresh_from_db()
    return row


@transaction.atomic
@serving("agenda")  # whoever closes an office does not see who has a place there
def cancel_slots(
    *,
    slots: QuerySet[Slot],
    reason: str,
    by: User | None,
    at: datetime,
    closure: OfficeClosure | None = None,
) -> int:
    """Those of `slots` that are open; returns how many. Rooms and operators are free again.

    :param closure: of the office, if that is why: `reopen_slots` finds them when it is withdrawn.
    """
    rows = list(
        slots.filter(state=SlotState.OPEN)
        .select_for_update(of=("self",))
        .select_related("office")
        .order_by("pk")
    )
    ids = [row.pk for row in rows]
    Slot.objects.filter(pk__in=ids).update(
        state=SlotState.CANCELLED, cancelled_at=at, cancel_reason=reason[:200], closure=closure
    )
    RoomUse.objects.filter(slot__in=ids, released_at=None).update(released_at=at)
    for meeting in SlotMeeting.objects.filter(slot__in=ids).select_related("appointment"):
        if meeting.appointment.state == AppointmentState.PLANNED:
            settle_appointment(
                appointment=meeting.appointment, state=AppointmentState.CANCELLED, by=by, at=at
            )
    waiting = _waiting(ids)
    for row in rows:
        _tell(row, reason, waiting.get(row.pk, []), by, at)
    return len(rows)


def _waiting(ids: list[UUID]) -> dict[UUID, list[Place]]:
    found: dict[UUID, list[Place]] = {}
    places = Place.objects.filter(slot__in=ids, state__in=AWAITED).select_related("taken_by", "case")
    for place in places:
        found.setdefault(place.slot_id, []).append(place)
    return found


def _tell(slot: Slot, reason: str, places: list[Place], by: User | None, at: datetime) -> None:
    when, office = date_time_words(slot.starts_at), slot.office.name
    record("agenda.slot.cancelled", by=by, at=at, subject=slot, when=when, office=office, reason=reason)
    told = {place.taken_by for place in places}
    told |= {slot.operator} if places and slot.operator else set()
    for user in sorted(told - {by}, key=lambda one: one.pk):
        notify("agenda.to_call", user=user, at=at, url=reverse("agenda_calls"), when=when, office=office)
