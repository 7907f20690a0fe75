"""What the steps of a contact lead to, and from which contact a row came."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accanto.access.desk.enums import OutcomeKind
from accanto.access.desk.models import Contact, ContactOutcome
from accanto.access.outcomes.models import Application
from accanto.access.reports.models import Report
from accanto.casework.agenda.models import Place, Slot
from accanto.casework.agenda.queries import free_slots
from accanto.casework.agenda.queries.hours import AHEAD, OFFERED
from accanto.core.templatetags.accanto_ui import date_time_words
from accanto.core.web.origins import Origin
from accanto.people.persons.models import Person
from accanto.territory.bodies.models import Office
from accanto.territory.staff.models import User


@dataclass(frozen=True)
class Result:
    words: str
    url: str


def results_of(user: User, outcomes: Iterable[ContactOutcome]) -> dict[UUID, Result]:
    """By result, in so far as the user may open it; a query for each kind that is there."""
    wanted: dict[str, list[UUID]] = {}
    for one in outcomes:
        if one.result:
            wanted.setdefault(one.kind, []).append(one.result)
    return {
        **_places(user, wanted.get(OutcomeKind.APPOINTMENT, [])),
        **_reports(user, wanted.get(OutcomeKind.REPORT, [])),
        **_applications(user, wanted.get(OutcomeKind.APPLICATION, [])),
    }


def _places(user: User, ids: list[UUID]) -> dict[UUID, Result]:
    if not ids or not user.may("agenda.view"):
        return {}
    found = {}
    rows = Place.objects.visible_to(user).filter(pk__in=ids)
    for one in rows.select_related("slot__office", "moved_to__slot__office"):
        now = one.moved_to or one  # where they went, if they were moved
        when = capfirst(date_time_words(now.slot.starts_at))
        words = f"{when} · {now.slot.office} · {now.get_state_display()}"
        found[one.pk] = Result(words, reverse("slot", args=[now.slot_id]))
    return found


def _reports(user: User, ids: list[UUID]) -> dict[UUID, Result]:
    rows = Report.objects.visible_to(user).filter(pk__in=ids) if ids else []
    words = _("Report %(number)s")
    return {one.pk: Result(words % {"number": one.number}, reverse("report", args=[one.pk])) for one in rows}


def _applications(user: User, ids: list[UUID]) -> dict[UUID, Result]:
    found = {}
    for one in Application.objects.visible_to(user).filter(pk__in=ids) if ids else []:
        words = f"{one.get_measure_display()} {one.protocol} · {one.get_outcome_display()}"
        found[one.pk] = Result(words, reverse("outcomes:application", args=[one.pk]))
    return found


def origins(user: User, ids: list[UUID]) -> dict[UUID, Origin]:
    """From which contact each came, to whoever may open that contact."""
    if not user.may("desk.serve"):
        return {}
    seen = Contact.objects.visible_to(user)
    rows = ContactOutcome.objects.filter(result__in=ids, contact__in=seen).select_related("contact")
    return {
        row.result: Origin(
            _("From the desk contact of %(when)s") % {"when": date_time_words(row.contact.happened_at)},
            reverse("desk_contact", args=[row.contact_id]),
        )
        for row in rows
        if row.result
    }


def people_of(user: User, contact: Contact) -> dict[UUID, str]:
    """Who asks first, then about whom; only those whom the user sees."""
    wanted = [one for one in (contact.person_id, contact.about_id) if one]
    seen = {one.pk: str(one) for one in Person.objects.visible_to(user).filter(pk__in=wanted)}
    return {pk: seen[pk] for pk in wanted if pk in seen}


def hours_for(user: User, contact: Contact, first: date, at: datetime) -> list[Slot]:
    """Free hours where the contact was, in the unit that takes in charge from there, and in one's own offices."""
    point = contact.point
    ids = user.access.offices | {point.office_id, point.unit_id}
    offices = Office.objects.filter(Q(pk__in=[one for one in ids if one]))
    return free_slots(offices=offices, first=first, last=first + AHEAD, at=at, limit=OFFERED)


def applications_of(user: User, people: Iterable[UUID]) -> list[Any]:
    rows = Application.objects.visible_to(user).filter(person__in=list(people))
    return list(rows.order_by("-submitted_on", "protocol")[:6])
