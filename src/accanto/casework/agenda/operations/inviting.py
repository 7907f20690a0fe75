"""Inviting people to the free places of several hours: each invitation holds one, so they never are more."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accanto.casework.agenda.enums import PLACE_TRANSITIONS, PlaceState
from accanto.casework.agenda.models import Place, Slot
from accanto.casework.agenda.operations.places import (
    NoPlaceLeft,
    Whom,
    check_slot,
    locked_place,
    release_operator,
    seat,
)
from accanto.core.database.context import serving
from accanto.core.errors import OperationRefused
from accanto.core.templatetags.accanto_ui import date_time_words
from accanto.foundation.audit.operations import record
from accanto.territory.staff.models import User


@transaction.atomic
def invite(
    *, slots: Sequence[Slot], whom: Sequence[Whom], reply_by: date, by: User, at: datetime, note: str = ""
) -> list[Place]:
    """One place for each, the earliest first, held until the last day for an answer.

    :raises NoPlaceLeft: there are fewer free places than people; nobody is invited.
    :raises OperationRefused: nobody chosen, a term that is past or comes after the hour, or one of them has a place.
    """
    if not whom:
        raise OperationRefused(_("Choose at least one household to invite."), field="cases")
    if reply_by < timezone.localdate(at):
        raise OperationRefused(_("The day for the answer is past."), field="reply_by")
    rows = _locked(slots)
    for row in rows:
        check_slot(row, at)
        if timezone.localdate(row.starts_at) < reply_by:
            raise OperationRefused(
                _("The answer is due before the meeting: choose an earlier day."), field="reply_by"
            )
    free = sum(row.free for row in rows)
    if len(whom) > free:
        raise NoPlaceLeft(
            ngettext(
                "There is %(free)d free place and you invite %(wanted)d: open more, or invite fewer.",
                "There are %(free)d free places and you invite %(wanted)d: open more, or invite fewer.",
                free,
            )
            % {"free": free, "wanted": len(whom)},
            field="cases",
        )
    return _hand_out(rows, whom, reply_by, by, at, note)


@transaction.atomic
@serving("agenda")
def lapse_invitations(*, at: datetime) -> int:
    """Every night: invitations whose day for an answer has passed give their place back; returns how many."""
    late = Place.objects.filter(state=PlaceState.INVITED, reply_by__lt=timezone.localdate(at))
    found = list(late.select_related("slot").order_by("slot_id", "pk"))
    for place in found:
        row, slot = locked_place(place)
        row.state = PLACE_TRANSITIONS.move("lapse", row.state)
        row.settled_at = at
        row.save(update_fields=["state", "settled_at"])
        release_operator(slot, None, at)
        record(
            "agenda.place.lapsed",
            by=None,
            at=at,
            context=row.case_id,
            subject=row,
            when=date_time_words(slot.starts_at),
        )
    return len(found)


def _locked(slots: Sequence[Slot]) -> list[Slot]:
    """Locked in the order of their ids, as everybody does; then the earliest first."""
    rows = Slot.objects.select_for_update(of=("self",)).filter(pk__in=[slot.pk for slot in slots])
    found = list(rows.select_related("office", "operator", "room").order_by("pk"))
    return sorted(found, key=lambda row: (row.starts_at, row.pk))


def _hand_out(
    rows: list[Slot], whom: Sequence[Whom], reply_by: date, by: User, at: datetime, note: str
) -> list[Place]:
    seats = [row for row in rows for _n in range(row.free)]
    made = []
    for one, row in zip(whom, seats, strict=False):
        place = seat(row, one, by=by, at=at, reply_by=reply_by, note=note)
        record(
            "agenda.place.invited",
            by=by,
            at=at,
            context=place.case_id,
            subject=place,
            when=date_time_words(row.starts_at),
            office=row.office.name,
        )
        made.append(place)
    return made
