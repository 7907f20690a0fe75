"""The page of one convocation: what is done, what comes next, and the form that does it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accanto.casework.agenda.enums import SlotState
from accanto.casework.pathways import words
from accanto.casework.pathways.enums import ConvocationState
from accanto.casework.pathways.forms import DecisionForm, OutcomeForm, SendingForm
from accanto.casework.pathways.models import Convocation
from accanto.casework.pathways.operations import (
    decide_consequence,
    prepare_letter,
    record_outcome,
    record_sending,
)
from accanto.casework.pathways.rules import clock as clock_rule
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.forms.base import AccantoForm
from accanto.core.web import action, load, page
from accanto.foundation.jobs.operations import discard_draft
from accanto.foundation.jobs.queries import draft_data
from accanto.people.persons.enums import Depth
from accanto.territory.staff.requests import StaffRequest

S = ConvocationState


@page("cases.view")
def convocation(request: StaffRequest, pk: UUID) -> HttpResponse:
    return _show(request, _load(request, pk, Depth.TEAM))


@action("convocation.manage")
def letter(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = _load(request, pk)
    try:
        prepare_letter(convocation=row, by=request.user, at=clock.now())
    except OperationRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The letter is ready: open it, print it or attach it."))
    return redirect("convocation", pk=row.pk)


@action("convocation.manage")
def sending(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = _load(request, pk)
    form = SendingForm(request.POST, request.FILES)
    if form.is_valid():
        given = dict(form.cleaned_data)
        given["proof_file"] = given.pop("file")
        try:
            record_sending(convocation=row, by=request.user, at=clock.now(), **given)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            return _done(request, row, _("Recorded: the household has been convoked."))
    return _show(request, row, sending=form)


@action("convocation.manage")
def outcome(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = _load(request, pk)
    form = OutcomeForm(request.POST, allowed=_allowed(row, clock.now()))
    if form.is_valid():
        try:
            record_outcome(convocation=row, by=request.user, at=clock.now(), **form.cleaned_data)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            return _done(request, row, _("Recorded."))
    return _show(request, row, outcome=form)


@action("convocation.manage")
def decision(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = _load(request, pk)
    form = DecisionForm(request.POST)
    if form.is_valid():
        try:
            decide_consequence(convocation=row, by=request.user, at=clock.now(), **form.cleaned_data)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            return _done(request, row, _("Your decision is recorded."))
    return _show(request, row, decision=form)


def _load(request: StaffRequest, pk: UUID, depth: int = Depth.WORK) -> Convocation:
    rows = Convocation.objects.visible_to(request.user, depth)
    return load(
        rows.select_related(
            "pathway__case__household",
            "appointment__office__seat",
            "appointment__public_place__slot",
            "letter",
            "proof_document",
            "decided_by",
        ),
        pk,
    )


def _show(request: StaffRequest, row: Convocation, **bound: AccantoForm) -> HttpResponse:
    now = clock.now()
    case = row.pathway.case
    works = (
        request.user.may("convocation.manage")
        and Convocation.objects.visible_to(request.user, Depth.WORK).filter(pk=row.pk).exists()
    )
    decisions = list(row.consequences.select_related("by"))
    context = {
        "convocation": row,
        "case": case,
        "today": now.date(),
        "works": works,
        "steps": _steps(row),
        "facts": _facts(row),
        "tag": _tag(row),
        "past": row.appointment.starts_at <= now,
        "dropped": _dropped(row),
        "decisions": decisions,
        "draft_key": _draft_key(row),
        "measure": words.measure_name(row.pathway.measure),
        **_forms(request, row, now, bound, works, bool(decisions)),
    }
    return render(request, "pathways/convocation.html", context, status=422 if bound else 200)


def _forms(
    request: StaffRequest,
    row: Convocation,
    now: datetime,
    bound: dict[str, AccantoForm],
    works: bool,
    decided: bool,
) -> dict[str, Any]:
    """Only the forms of what can be done now; a bound one with its mistakes takes the place of the fresh one."""
    if not works:
        return {}
    typed = draft_data(request.user, _draft_key(row)) if not bound else {}
    forms: dict[str, Any] = {}
    if row.state == S.PLANNED:
        forms["sending"] = bound.get("sending") or SendingForm(initial={"sent_at": now, **typed})
    allowed = _allowed(row, now)
    if allowed:
        # Nothing is ticked beforehand, not even a single answer: it is a person who says how it went.
        forms["outcome"] = bound.get("outcome") or OutcomeForm(initial=typed, allowed=allowed)
    if row.state == S.ABSENT and not decided:
        forms["decision"] = bound.get("decision") or DecisionForm(initial={"decided_on": now.date(), **typed})
        forms["report"] = _report(row, now)
    return forms


def _allowed(row: Convocation, now: datetime) -> list[str]:
    past = row.appointment.starts_at <= now
    if row.state == S.PLANNED:
        return [S.HELD, S.CANCELLED] if past else [S.CANCELLED]
    if row.state == S.SENT:
        return (
            [S.HELD, S.ABSENT_JUSTIFIED, S.ABSENT, S.CANCELLED] if past else [S.ABSENT_JUSTIFIED, S.CANCELLED]
        )
    return [S.ABSENT_JUSTIFIED] if row.state == S.ABSENT else []


def _report(row: Convocation, now: datetime) -> dict[str, str] | None:
    term = next((t for t in clock_rule(row.pathway, now.date()).terms if t.subject == row.pk), None)
    if term is None:
        return None
    return {
        "text": words.due_words(term.amount, term.unit, term.starts, term.due_on, term.on),
        "rule": words.rule_words(term.source, term.from_memory),
        "tone": term.tone,
    }


def _steps(row: Convocation) -> list[dict[str, str]]:
    over = row.state not in (S.PLANNED, S.SENT)
    sent, written = row.sent_at is not None, row.letter_id is not None
    states = [True, written or sent or over, sent or over, over]
    now = states.index(False) if False in states else -1
    labels = [_("Day and place"), _("Letter"), _("Sending"), _("How it went")]
    return [
        {"label": label, "state": "done" if done else ("now" if place == now else "next"), "url": ""}
        for place, (label, done) in enumerate(zip(labels, states, strict=True))
    ]


_TONES = {S.SENT: "fine", S.HELD: "fine", S.ABSENT: "late", S.ABSENT_JUSTIFIED: "soon", S.PLANNED: "soon"}


def _tag(row: Convocation) -> dict[str, str]:
    return {"label": str(row.get_state_display()), "tone": _TONES.get(ConvocationState(row.state), "")}


def _facts(row: Convocation) -> list[dict[str, Any]]:
    appointment = row.appointment
    people = appointment.operators.select_related("user__operator__organisation")
    office = appointment.office
    return [
        {"label": _("Where"), "value": ", ".join(filter(None, [str(office or ""), appointment.place]))},
        {"label": _("Address"), "value": office.address if office else ""},
        *(
            [{"label": _("Place taken"), "value": _("in the hours for the public")}]
            if getattr(appointment, "public_place", None)
            else []
        ),
        *(
            {"label": str(one.user.operator.get_profession_display()).capitalize(), "value": str(one.user)}
            for one in people
        ),
    ]


def _dropped(row: Convocation) -> str:
    """Why the hour for the public in which it was seated was cancelled, while it still stands."""
    place = getattr(row.appointment, "public_place", None)
    if place is None or row.state not in (S.PLANNED, S.SENT) or place.slot.state != SlotState.CANCELLED:
        return ""
    return str(place.slot.cancel_reason)


def _draft_key(row: Convocation) -> str:
    return f"convocation-{row.pk}"


def _done(request: StaffRequest, row: Convocation, said: str) -> HttpResponse:
    discard_draft(user=request.user, key=_draft_key(row))
    messages.success(request, said)
    return redirect("convocation", pk=row.pk)
