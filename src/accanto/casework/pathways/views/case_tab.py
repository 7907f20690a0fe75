"""The pathway on the page of a case: stages with their clocks, rules explained, convocations, pacts."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accanto.casework.cases.models import Case
from accanto.casework.cases.shell import case_shell, load_case
from accanto.casework.pathways import words
from accanto.casework.pathways.enums import PathwayState
from accanto.casework.pathways.facts import facts_told, with_decision
from accanto.casework.pathways.forms import RenewalForm, SuspensionForm
from accanto.casework.pathways.models import Pathway, ServicePact
from accanto.casework.pathways.operations import renew_pathway, suspend_benefit
from accanto.casework.pathways.queries.bar import pathways_of
from accanto.casework.pathways.rules import Clock, Term, clock_of_facts, may_record_pact
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.templatetags.accanto_ui import date_words
from accanto.core.web import action, load, page
from accanto.people.persons.enums import Depth
from accanto.territory.staff.requests import StaffRequest

# What the sections tell; the terms are worked out from the same rows.
_TOLD = (
    "renewals",
    Prefetch(
        "convocations",
        with_decision().select_related("appointment__office").order_by("-appointment__starts_at"),
    ),
    Prefetch("service_pacts", ServicePact.objects.select_related("person", "office", "checked_by")),
)


@page("cases.view")
def case_pathway(request: StaffRequest, pk: UUID) -> HttpResponse:
    case = load_case(request, pk)
    return _tab(request, case)


@action("convocation.manage")
def renew(request: StaffRequest, pk: UUID) -> HttpResponse:
    pathway = load(Pathway.objects.visible_to(request.user, Depth.WORK).select_related("case"), pk)
    form = RenewalForm(request.POST)
    if form.is_valid():
        day = form.cleaned_data["pad_signed_on"]
        try:
            renew_pathway(pathway=pathway, pad_signed_on=day, by=request.user, at=clock.now())
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The terms of the first meeting start over from the new signature."))
            return redirect("case_pathway", pk=pathway.case_id)
    return _tab(request, load_case(request, pathway.case_id), pathway, renewal=form)


@action("convocation.manage")
def suspend(request: StaffRequest, pk: UUID) -> HttpResponse:
    pathway = load(Pathway.objects.visible_to(request.user, Depth.WORK).select_related("case"), pk)
    form = SuspensionForm(request.POST)
    if form.is_valid():
        try:
            suspend_benefit(pathway=pathway, by=request.user, at=clock.now(), **form.cleaned_data)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Recorded: the meeting will end the suspension."))
            return redirect("case_pathway", pk=pathway.case_id)
    return _tab(request, load_case(request, pathway.case_id), pathway, suspension=form)


def _tab(request: StaffRequest, case: Case, named: Pathway | None = None, **forms: Any) -> HttpResponse:
    today = clock.today()
    rows = pathways_of(case)
    if named is not None and not request.user.may("convocation.manage"):
        raise PermissionDenied
    prefetch_related_objects(rows, *_TOLD)
    works = case.depth >= Depth.WORK and request.user.may("convocation.manage")
    sections = [
        _section(row, clock_of_facts(facts_told(row), today), today, works, forms if row == named else {})
        for row in rows
    ]
    # A school or a health service called for one question is not told who was convoked when.
    inside = case.depth >= Depth.READ or may_record_pact(request.user)
    for section in sections if inside else []:
        section["convocations"] = section["pathway"].convocations.all()
        section["pacts"] = section["pathway"].service_pacts.all()
    context = {
        **case_shell(request, case, "pathway"),
        "pathways": sections,
        "works": works,
        "perms_pact": may_record_pact(request.user),
    }
    wrong = any(form.errors for form in forms.values())
    return render(request, "pathways/case_tab.html", context, status=422 if wrong else 200)


def _section(
    pathway: Pathway, found: Clock, today: date, works: bool, forms: dict[str, Any]
) -> dict[str, Any]:
    running = pathway.state == PathwayState.RUNNING
    return {
        "pathway": pathway,
        "measure": words.measure_name(pathway.measure),
        "starts": _("Terms run %(starts)s, %(day)s.")
        % {"starts": words.from_what(found.starts), "day": date_words(found.starts_on)},
        "unknown_signature": pathway.measure == "adi" and found.starts == "outcome",
        "terms": [_term(term, pathway.measure) for term in found.terms],
        "no_rule": found.no_rule,
        "history": any(term.closed_history for term in found.terms),
        "over": pathway.state == PathwayState.CLOSED,
        "suspended": pathway.state == PathwayState.SUSPENDED,
        "may_suspend": works and running and found.late,
        "renewal": forms.get("renewal") or RenewalForm(auto_id=f"renewal-{pathway.pk}-%s"),
        "suspension": forms.get("suspension")
        or SuspensionForm(initial={"on": today}, auto_id=f"suspension-{pathway.pk}-%s"),
        "opened": bool(forms),
    }


def _term(term: Term, measure: str) -> dict[str, Any]:
    said = {
        "title": words.term_title(term.code),
        "text": words.due_words(term.amount, term.unit, term.starts, term.due_on, term.on),
        "rule": words.rule_words(term.source, term.from_memory),
        "after": words.consequence(term.code, measure) if term.open else "",
        "tone": term.tone,
    }
    if term.done_on:
        return {**said, "text": _sentence(term), "state": words.done_words(term)}
    return {**said, "state": "" if term.closed_history else words.distance_words(term)}


def _sentence(term: Term) -> str:
    return _("%(length)s %(starts)s: by %(day)s.") % {
        "length": words.length(term.amount, term.unit),
        "starts": words.from_what(term.starts),
        "day": date_words(term.due_on),
    }
