"""Places taken for whoever a change in a household concerns: booked, or offered and waiting for an answer."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from accanto.casework.agenda.enums import PlaceState
from accanto.casework.agenda.models import Place
from accanto.casework.agenda.operations import settle_place
from accanto.casework.cases import consequences
from accanto.casework.cases.consequences import Proposal
from accanto.casework.cases.enums import ChangeKind
from accanto.casework.cases.models import HouseholdChange
from accanto.core.templatetags.accanto_ui import date_time_words, date_words
from accanto.territory.staff.models import User

_GONE = (ChangeKind.DEATH, ChangeKind.AWAY, ChangeKind.SPLIT, ChangeKind.MOVED)


def register() -> None:
    consequences.register("place", _places, _give_back)


def _places(change: HouseholdChange, user: User, at: datetime) -> list[Proposal]:
    if change.kind not in _GONE:
        return []
    whose = Q(case=change.case_id) | Q(household=change.case.household_id)
    if change.person_id is not None:
        whose = whose & Q(person=None) | Q(person=change.person_id)
    # One that goes with an appointment is proposed as that.
    standing = Place.objects.filter(
        whose, appointment=None, state__in=[PlaceState.BOOKED, PlaceState.INVITED]
    )
    rows = (
        standing.filter(slot__starts_at__gt=at)
        .select_related("slot__office")
        .order_by("slot__starts_at", "pk")
    )
    return [Proposal(str(row.pk), _title(row), _text(row), _("Give the place back")) for row in rows]


def _title(row: Place) -> str:
    return _("%(kind)s, %(when)s, %(office)s") % {
        "kind": str(row.slot.get_kind_display()).capitalize(),
        "when": date_time_words(row.slot.starts_at),
        "office": row.slot.office,
    }


def _text(row: Place) -> str:
    if row.state == PlaceState.INVITED and row.reply_by is not None:
        return _("Invited, with an answer by %(day)s.") % {"day": date_words(row.reply_by)}
    return _("A place is taken: look whether somebody still comes.")


def _give_back(change: HouseholdChange, subject: str, user: User, at: datetime) -> None:
    place = Place.objects.select_related("slot").get(pk=UUID(subject))
    reason = str(change.get_kind_display())
    settle_place(place=place, outcome=PlaceState.CANCELLED, reason=reason, by=user, at=at)
