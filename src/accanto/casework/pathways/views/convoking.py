"""A convocation from the chosen day to what became of it: create, letter, sending, outcome, decision."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accanto.casework.agenda.queries.hours import grouped
from accanto.casework.cases.operations import AppointmentOverlaps
from accanto.casework.pathways import words
from accanto.casework.pathways.enums import ConvocationPurpose
from accanto.casework.pathways.forms import OTHER, ConvokeForm
from accanto.casework.pathways.models import Pathway
from accanto.casework.pathways.operations import UnusualDay, convoke
from accanto.casework.pathways.queries.people import consultants, meeting_places, social_workers
from accanto.casework.pathways.queries.slots import first_slots, public_hours
from accanto.casework.pathways.rules import Clock
from accanto.casework.pathways.rules import clock as clock_rule
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.web import editor, load
from accanto.foundation.jobs.operations import discard_draft
from accanto.foundation.jobs.queries import draft_data
from accanto.people.persons.enums import Depth
from accanto.territory.staff.requests import StaffRequest

_FIELDS = {"starts_at": "hour", "ends_at": "minutes"}


@editor("convocation.manage")
def new_convocation(request: StaffRequest, pk: UUID) -> HttpResponse:
    rows = Pathway.objects.visible_to(request.user, Depth.WORK)
    pathway = load(rows.select_related("case__household", "case__unit__seat", "case__responsible"), pk)
    now = clock.now()
    found = clock_rule(pathway, now.date())
    chosen: dict[str, Any] = {
        "office": meeting_places(now.date()),
        "social_worker": social_workers(pathway.case.unit, now.date()),
        "consultant": consultants(now.date()),
    }
    people = [user for user in (pathway.case.responsible, chosen["consultant"].first()) if user]
    hours = public_hours(people, pathway.case.unit, after=now.date(), at=now)
    if request.method == "POST":
        form = ConvokeForm(request.POST, choices=chosen, slots=hours.free)
        if form.is_valid() and (made := _make(request, form, pathway, now)):
            return made
        if getattr(form, "warned", False):
            form = _warned(request, chosen, form)
    else:
        typed = draft_data(request.user, draft_key(pathway))
        form = ConvokeForm(
            initial={**_initial(request, pathway, found, chosen), **typed}, choices=chosen, slots=hours.free
        )
    context = {
        "pathway": pathway,
        "case": pathway.case,
        "form": form,
        "draft_key": draft_key(pathway),
        "today": now.date(),
        "groups": grouped(hours.free, now.date()),
        "full_until": hours.last if hours.full else None,
        "slots": []
        if hours.free
        else first_slots(people, after=now.date(), istat=pathway.case.unit.seat.istat_code),
        "people": people,
        "terms": [_term(term, pathway.measure) for term in found.terms if term.open],
        "warned": getattr(form, "warned", False),
    }
    return render(request, "pathways/convoke.html", context, status=422 if form.errors else 200)


def draft_key(pathway: Pathway) -> str:
    return f"convoke-{pathway.pk}"


def _make(request: StaffRequest, form: ConvokeForm, pathway: Pathway, now: datetime) -> HttpResponse | None:
    given = form.cleaned_data
    try:
        convocation = convoke(
            pathway=pathway,
            purpose=given["purpose"],
            social_worker=given["social_worker"],
            consultant=given["consultant"],
            unusual_day_confirmed=given["unusual"],
            by=request.user,
            at=now,
            **form.when(),
        )
    except UnusualDay as refusal:
        form.warned = [str(warning) for warning in refusal.missing]  # type: ignore[attr-defined]
    except AppointmentOverlaps as refusal:
        form.add_error("slot" if form.chosen else "hour", [str(refusal), *map(str, refusal.missing)])
    except OperationRefused as refusal:
        field = _FIELDS.get(refusal.field or "", refusal.field)
        form.add_error(field if field in form.fields else None, str(refusal))
    else:
        discard_draft(user=request.user, key=draft_key(pathway))
        messages.success(request, _("The time is taken. Now write the letter and send it."))
        return redirect("convocation", pk=convocation.pk)
    return None


def _warned(request: StaffRequest, choices: dict[str, Any], former: ConvokeForm) -> ConvokeForm:
    """The same form, asking to confirm the day; nothing that was typed is lost."""
    slots = list(former.slots.values())
    form = ConvokeForm(request.POST, choices=choices, slots=slots, warned=True)
    warnings = former.warned  # type: ignore[attr-defined]
    form.add_error("unusual", [*warnings, _("If you mean it, tick here and convoke again.")])
    form.warned = warnings  # type: ignore[attr-defined]
    return form


def _initial(
    request: StaffRequest, pathway: Pathway, found: Clock, choices: dict[str, Any]
) -> dict[str, Any]:
    first = found.term("first_meeting")
    purpose = ConvocationPurpose.PERIODIC
    if first is None or first.open:
        purpose = ConvocationPurpose.RENEWAL if found.starts == "renewal" else ConvocationPurpose.FIRST
    return {
        "purpose": purpose,
        "day": request.GET.get("giorno", ""),
        "hour": request.GET.get("ora", ""),
        "slot": OTHER if request.GET.get("giorno") else "",
        "minutes": 45,
        "office": pathway.case.unit_id,
        "social_worker": pathway.case.responsible_id,
        "consultant": "" if purpose == ConvocationPurpose.PERIODIC else choices["consultant"].first(),
    }


def _term(term: Any, measure: str) -> dict[str, str]:
    return {
        "title": words.term_title(term.code),
        "text": words.due_words(term.amount, term.unit, term.starts, term.due_on, term.on),
        "after": words.consequence(term.code, measure),
        "rule": words.rule_words(term.source, term.from_memory),
        "tone": term.tone,
        "state": words.distance_words(term),
    }
