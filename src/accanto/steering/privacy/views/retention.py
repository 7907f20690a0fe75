"""Cases whose term of retention has passed, and the holds that keep people out of it."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accanto.core import clock
from accanto.core.dated_rules import rule_at, rules_of
from accanto.core.errors import OperationRefused
from accanto.core.templatetags.accanto_ui import date_words
from accanto.core.web import action, editor, load, page
from accanto.steering.privacy import operations, words
from accanto.steering.privacy.enums import RetentionState
from accanto.steering.privacy.forms import HoldForm, RetentionForm
from accanto.steering.privacy.models import CourtHold, RetentionReview
from accanto.steering.privacy.queries import code_of
from accanto.steering.privacy.views.sections import tabs
from accanto.territory.staff.requests import StaffRequest

PER_PAGE = 25
_TONES = {RetentionState.TO_REVIEW: "soon", RetentionState.KEPT: "fine", RetentionState.TO_ERASE: "late"}


@page("privacy.govern")
def terms(request: StaffRequest) -> HttpResponse:
    today = clock.today()
    rows = RetentionReview.objects.visible_to(request.user)
    chosen = request.GET.get("stato", RetentionState.TO_REVIEW)
    state = chosen if chosen in RetentionState.values else RetentionState.TO_REVIEW
    shown = Paginator(rows.filter(state=state), PER_PAGE).get_page(request.GET.get("pagina"))
    holds = CourtHold.objects.visible_to(request.user).filter(ends_on=None)
    context = {
        "tabs": tabs("terms"),
        "page": shown,
        "rows": [_row(row, today) for row in shown],
        "states": [
            {"code": code, "label": label, "current": code == state} for code, label in RetentionState.choices
        ],
        "holds": [{"hold": hold, "code": code_of(hold.person_id)} for hold in holds[:PER_PAGE]],
        "classes": [
            {"title": rule["title"], "text": words.term_in_words(rule), "rule": rule}
            for rule in rules_of("privacy.retention").all_at(today).values()
        ],
        "today": today,
    }
    return render(request, "privacy/terms.html", context)


@editor("privacy.govern")
def term(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = load(RetentionReview.objects.visible_to(request.user).select_related("decided_by"), pk)
    form = RetentionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.decide_retention(review=row, by=request.user, at=clock.now(), **form.cleaned_data)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Your decision is written down. Nothing is erased by itself."))
            return redirect("privacy_terms")
    today = clock.today()
    context = {
        "row": row,
        "form": form,
        "today": today,
        "tone": _TONES[RetentionState(row.state)],
        "rule": rule_at("privacy.retention", row.due_on, row.term),
        "term": words.term_in_words(rule_at("privacy.retention", row.due_on, row.term)),
        "facts": [
            {"label": _("Case closed on"), "value": date_words(row.closed_on)},
            {"label": _("Term passed on"), "value": date_words(row.due_on, today)},
            {
                "label": _("Kept until"),
                "value": date_words(row.keep_until) if row.keep_until else _("not decided"),
            },
        ],
    }
    return render(request, "privacy/term.html", context, status=422 if form.errors else 200)


@editor("privacy.govern")
def hold_new(request: StaffRequest) -> HttpResponse:
    form = HoldForm(request.POST or None, initial={"starts_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            placed = operations.place_hold(by=request.user, at=clock.now(), **form.cleaned_data)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Placed. People whom nothing may erase: %(n)s.") % {"n": len(placed)})
            return redirect("privacy_terms")
    return render(request, "privacy/hold.html", {"form": form}, status=422 if form.errors else 200)


@action("privacy.govern")
def hold_end(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = load(CourtHold.objects.visible_to(request.user), pk)
    try:
        operations.lift_hold(hold=row, on=clock.today(), by=request.user, at=clock.now())
    except OperationRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The hold has ended."))
    return redirect("privacy_terms")


def _row(row: RetentionReview, today: date) -> dict[str, Any]:
    url = reverse("privacy_term", args=[row.pk])
    waits = row.state == RetentionState.TO_REVIEW
    text = _("Closed on %(closed)s; the term passed on %(due)s.") % {
        "closed": date_words(row.closed_on),
        "due": date_words(row.due_on),
    }
    if row.keep_until:
        text = " ".join([text, _("Kept until %(day)s.") % {"day": date_words(row.keep_until)}])
    return {
        "when": str(max(0, today.year - row.closed_on.year)),
        "unit": _("years ago"),
        "tone": _TONES[RetentionState(row.state)],
        "title": _("Case %(number)s") % {"number": row.number},
        "url": url,
        "text": text,
        "tags": [{"label": _("court hold"), "tone": "restricted"}] if row.held else [],
        "action": {"label": _("Decide"), "url": url} if waits else None,
    }
