"""What a case still has in the agenda: with it the case does not close."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accanto.casework.agenda.enums import AWAITED, SlotState
from accanto.casework.agenda.models import Place
from accanto.casework.agenda.owners import pages_of
from accanto.casework.cases.enums import AppointmentState
from accanto.casework.cases.models import Appointment, Case
from accanto.core.templatetags.accanto_ui import date_time_words
from accanto.people.persons.visibility import asked_at


@dataclass(frozen=True)
class Coming:
    """`url`: where it is cancelled or moved."""

    starts_at: datetime
    words: str
    where: str
    url: str


def to_come(case: Case, at: datetime) -> list[Coming]:
    """Earliest first: appointments, and places for the public; whoever sees the case sees them."""
    plans = list(_appointments(case, at).select_related("office"))
    pages = pages_of(row.pk for row in plans)
    found = [
        Coming(
            row.starts_at,
            str(row.get_kind_display()),
            str(row.office or row.place),
            pages[row.pk].url if row.pk in pages else reverse("agenda_appointment", args=[row.pk]),
        )
        for row in plans
    ]
    found += [
        Coming(
            row.slot.starts_at,
            str(row.slot.get_kind_display()),
            str(row.slot.office),
            reverse("slot", args=[row.slot_id])
            if row.slot.state == SlotState.OPEN
            else reverse("agenda_calls"),
        )
        for row in _places(case, at)
    ]
    return sorted(found, key=lambda one: (one.starts_at, one.url))


def what_is_to_come(case: Case) -> list[str]:
    """Sentences, one for each thing to cancel before the case closes."""
    now = asked_at()
    return [
        _("An appointment is planned (%(kind)s, %(when)s): cancel it first.")
        % {"kind": row.get_kind_display(), "when": date_time_words(row.starts_at)}
        for row in _appointments(case, now)
    ] + [
        _("They have a place for the public (%(when)s, %(office)s): give it back first.")
        % {"when": date_time_words(row.slot.starts_at), "office": row.slot.office}
        for row in _places(case, now)
    ]


def _appointments(case: Case, at: datetime) -> QuerySet[Appointment]:
    """Without those that only take the time of whoever receives in an hour for the public."""
    rows = Appointment.objects.filter(case=case, state=AppointmentState.PLANNED, slot_meeting=None)
    return rows.filter(starts_at__gt=at).order_by("starts_at", "pk")


def _places(case: Case, at: datetime) -> QuerySet[Place]:
    """Without those that another room follows by their appointment."""
    rows = Place.objects.filter(case=case, state__in=AWAITED, appointment=None, slot__starts_at__gt=at)
    return rows.select_related("slot__office").order_by("slot__starts_at", "pk")
