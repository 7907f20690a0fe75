"""The worklist of the privacy officer: accesses out of pattern, what stands out, what it was."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from accanto.core import clock
from accanto.core.dated_rules import rule_at
from accanto.core.errors import OperationRefused
from accanto.core.templatetags.accanto_ui import date_words
from accanto.core.web import action, load, page, reads
from accanto.core.working_time import working_days_between
from accanto.foundation.audit.readings import address_of
from accanto.steering.privacy import operations, words
from accanto.steering.privacy.enums import FINDING, FindingState
from accanto.steering.privacy.forms import FindingFilters, RevealForm, ReviewForm
from accanto.steering.privacy.models import Finding
from accanto.steering.privacy.patterns import FILE
from accanto.steering.privacy.queries import code_of, open_findings, posts_of, role_on
from accanto.territory.staff.requests import StaffRequest

PER_PAGE = 25
_TONES = {FindingState.TO_REVIEW: "soon", FindingState.FOLLOW_UP: "late", FindingState.JUSTIFIED: "fine"}


@page("privacy.review")
def findings(request: StaffRequest) -> HttpResponse:
    today = clock.today()
    filters = FindingFilters(request.GET)
    rows = open_findings()
    if filters.is_valid():
        given = filters.cleaned_data
        if given["stato"]:
            rows = Finding.objects.filter(state=given["stato"]).select_related("user__operator__organisation")
        if given["regola"]:
            rows = rows.filter(rule=given["regola"])
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("pagina"))
    context = {
        "today": today,
        "filters": filters,
        "filtered": bool(request.GET.get("regola") or request.GET.get("stato")),
        "page": shown,
        "rows": [_row(row, today) for row in shown],
    }
    return render(request, "privacy/findings.html", context)


@action("privacy.review")
def look(request: StaffRequest) -> HttpResponse:
    """Now, and not tonight: today's openings."""
    now = clock.now()
    found = operations.look_for_findings(since=now, at=now)
    if found:
        messages.success(request, _("Found today: %(n)s. They are in the list.") % {"n": found})
    else:
        messages.info(request, _("Nothing new stands out today."))
    return redirect("privacy_findings")


@page("privacy.review")
def finding(request: StaffRequest, pk: UUID) -> HttpResponse:
    return _draw(request, _load(pk), ReviewForm(), RevealForm())


@action("privacy.review")
def review(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = _load(pk)
    form = ReviewForm(request.POST)
    if form.is_valid():
        try:
            operations.review_finding(finding=row, by=request.user, at=clock.now(), **form.cleaned_data)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Your review is written down."))
            return redirect("privacy_findings")
    return _draw(request, row, form, RevealForm(), status=422)


@action("privacy.review")
def name(request: StaffRequest, pk: UUID, whom: UUID) -> HttpResponse:
    """The name behind a code, on this page only: it stands in no address and comes back with no reload."""
    row = _load(pk)
    if row.user_id == request.user.pk:
        raise PermissionDenied
    form = RevealForm(request.POST)
    if not form.is_valid():
        return _draw(request, row, ReviewForm(), form, status=422)
    try:
        found = operations.reveal_name(
            finding=row,
            whom=whom,
            reason=form.cleaned_data["reason"],
            address=address_of(request),
            by=request.user,
        )
    except OperationRefused as refusal:
        form.refuse(refusal)
        return _draw(request, row, ReviewForm(), form, status=422)
    reads.told()  # the database has written it down together with the name
    context = {"finding": row, "named": found, "code": code_of(whom), "title": words.title_of(row.rule)}
    return render(request, "privacy/name.html", context)


def _load(pk: UUID) -> Finding:
    return load(Finding.objects.select_related("user__operator__organisation", "reviewed_by"), pk)


def _row(row: Finding, today: date) -> dict[str, Any]:
    days = working_days_between(today, row.due_on)
    late = row.due_on < today
    waits = row.state == FindingState.TO_REVIEW
    return {
        "when": f"{'−' if late else ''}{abs(days)}" if waits else "",
        "unit": _("work. days") if waits else FindingState(row.state).label,
        "tone": ("late" if late else "soon" if days <= 1 else "")
        if waits
        else _TONES[FindingState(row.state)],
        "title": f"{row.user} · {words.title_of(row.rule)}",
        "url": reverse("privacy_finding", args=[row.pk]),
        "text": _sentence(row, today),
        "action": {"label": _("Review"), "url": reverse("privacy_finding", args=[row.pk])} if waits else None,
    }


def _sentence(row: Finding, today: date) -> str:
    times = sorted(_moment(entry["at"]) for entry in row.evidence)
    span = {
        "accesses": words.accesses(len(times)),
        "people": words.people(row.people),
        "day": date_words(row.day, today),
        "first": f"{times[0]:%H:%M}",
        "last": f"{times[-1]:%H:%M}",
    }
    if span["first"] == span["last"]:
        return _("%(accesses)s to %(people)s, %(day)s at %(first)s") % span
    return _("%(accesses)s to %(people)s, %(day)s from %(first)s to %(last)s") % span


def _moment(text: str) -> datetime:
    found = parse_datetime(text)
    if found is None:
        raise ValueError(text)
    return timezone.localtime(found)


def _draw(
    request: StaffRequest, row: Finding, form: ReviewForm, reveal: RevealForm, status: int = 200
) -> HttpResponse:
    today = clock.today()
    role, office = role_on(posts_of({row.user_id}).get(row.user_id, []), row.day)
    own = row.user_id == request.user.pk
    context = {
        "today": today,
        "finding": row,
        "title": words.title_of(row.rule),
        "why": words.why_it_stands_out(row.rule),
        "sentence": _sentence(row, today),
        "rule": rule_at(FILE, row.day, row.rule),
        "state": {"label": FindingState(row.state).label, "tone": _TONES[FindingState(row.state)]},
        "evidence": [_line(entry) for entry in row.evidence],
        "people": _people(row) if not own else [],
        "facts": [
            {"label": _("Role that day"), "value": role},
            {"label": _("Office"), "value": office},
            {
                "label": _("Body"),
                "value": str(row.user.operator.organisation) if hasattr(row.user, "operator") else "",
            },
            {"label": _("Review by"), "value": date_words(row.due_on, today)},
        ],
        "reviews": row.reviews.select_related("by"),
        "form": form,
        "reveal": reveal,
        "own": own,
        "open": FINDING.allows("justify", row.state) and not own,
    }
    return render(request, "privacy/finding.html", context, status=status)


def _line(entry: dict[str, Any]) -> dict[str, Any]:
    return {
        "at": f"{_moment(entry['at']):%H:%M}",
        "code": code_of(entry["context"] or entry["subject"]),
        "page": words.page_in_words(entry["page"]),
        "taken": entry["kind"] == "taken",
        "right": words.right_in_words(entry["right"]),
        "address": entry["address"],
    }


def _people(row: Finding) -> list[dict[str, str]]:
    """Each code once, with the address that asks for its name."""
    whom = dict.fromkeys(entry["context"] or entry["subject"] for entry in row.evidence)
    return [{"code": code_of(one), "url": reverse("privacy_name", args=[row.pk, one])} for one in whom if one]
