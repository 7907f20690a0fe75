"""What people ask about their own data, the most urgent first, and the answer to each."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accanto.core import clock
from accanto.core.dated_rules import rule_at
from accanto.core.errors import OperationRefused
from accanto.core.templatetags.accanto_ui import date_words
from accanto.core.web import action, editor, load, page
from accanto.steering.privacy import operations
from accanto.steering.privacy.enums import REQUEST, RequestKind, RequestState
from accanto.steering.privacy.forms import AnswerForm, ExtensionForm, RequestForm
from accanto.steering.privacy.models import PersonRequest
from accanto.steering.privacy.queries import code_of
from accanto.steering.privacy.views.carrying_on import carry_on
from accanto.steering.privacy.views.sections import tabs
from accanto.territory.staff.requests import StaffRequest

PER_PAGE = 25
_WAITING = (RequestState.OPEN, RequestState.EXTENDED)
_SOON = 7


@page("privacy.govern")
def requests(request: StaffRequest) -> HttpResponse:
    today = clock.today()
    rows = PersonRequest.objects.visible_to(request.user)
    done = request.GET.get("stato") == "chiuse"
    chosen = (
        rows.exclude(state__in=_WAITING).order_by("-answered_at") if done else rows.filter(state__in=_WAITING)
    )
    shown = Paginator(chosen, PER_PAGE).get_page(request.GET.get("pagina"))
    context = {
        "tabs": tabs("requests"),
        "page": shown,
        "rows": [_row(row, today) for row in shown],
        "done": done,
        "rules": [rule_at("privacy.request_terms", today, key) for key in ("answer", "extension")],
    }
    return render(request, "privacy/requests.html", context)


@editor("privacy.govern")
def request_new(request: StaffRequest) -> HttpResponse:
    form = RequestForm(request.POST or None, initial={"received_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            row = operations.receive_request(by=request.user, at=clock.now(), **form.cleaned_data)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            told = _("Written down. To be answered by %(day)s.") % {"day": date_words(row.due_on)}
            messages.success(request, told)
            return redirect("privacy_request", pk=row.pk)
    return render(request, "privacy/request_new.html", {"form": form}, status=422 if form.errors else 200)


@page("privacy.govern")
def request_page(request: StaffRequest, pk: UUID) -> HttpResponse:
    return _draw(request, _load(request, pk), AnswerForm(), ExtensionForm())


@action("privacy.govern")
def request_extend(request: StaffRequest, pk: UUID) -> HttpResponse:
    row, form = _load(request, pk), ExtensionForm(request.POST)
    if form.is_valid():
        try:
            row = operations.extend_request(request=row, by=request.user, at=clock.now(), **form.cleaned_data)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            told = _("Extended to %(day)s. Tell the person why.") % {"day": date_words(row.due_on)}
            messages.success(request, told)
            return redirect("privacy_request", pk=row.pk)
    return _draw(request, row, AnswerForm(), form, 422)


@action("privacy.govern")
def request_answer(request: StaffRequest, pk: UUID) -> HttpResponse:
    row, form = _load(request, pk), AnswerForm(request.POST)
    if form.is_valid():
        try:
            operations.answer_request(request=row, by=request.user, at=clock.now(), **form.cleaned_data)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The answer is written down."))
            return redirect("privacy_requests")
    return _draw(request, row, form, ExtensionForm(), 422)


def _load(request: StaffRequest, pk: UUID) -> PersonRequest:
    return load(PersonRequest.objects.visible_to(request.user).select_related("answered_by"), pk)


def _draw(
    request: StaffRequest, row: PersonRequest, answer: AnswerForm, extension: ExtensionForm, status: int = 200
) -> HttpResponse:
    today = clock.today()
    context = {
        "row": row,
        "code": code_of(row.person_id),
        "kind": RequestKind(row.kind).label,
        "answer": answer,
        "extension": extension,
        "open": REQUEST.allows("answer", row.state),
        "may_extend": REQUEST.allows("extend", row.state) and today <= row.due_on,
        "tone": _tone(row, today),
        "today": today,
        "carry_on": carry_on(row),
        "facts": [
            {"label": _("Person"), "value": code_of(row.person_id)},
            {"label": _("Received on"), "value": date_words(row.received_on, today)},
            {"label": _("To be answered by"), "value": date_words(row.due_on, today)},
            {"label": _("How you know who asks"), "value": capfirst(row.get_identity_display())},
        ],
    }
    return render(request, "privacy/request.html", context, status=status)


def _tone(row: PersonRequest, today: date) -> str:
    if row.state not in _WAITING:
        return "fine"
    days = (row.due_on - today).days
    return "late" if days < 0 else "soon" if days <= _SOON else ""


def _row(row: PersonRequest, today: date) -> dict[str, Any]:
    days = (row.due_on - today).days
    waits = row.state in _WAITING
    return {
        "when": f"{'−' if days < 0 else ''}{abs(days)}" if waits else "",
        "unit": _("days") if waits else RequestState(row.state).label,
        "tone": _tone(row, today),
        "title": f"{code_of(row.person_id)} · {RequestKind(row.kind).label}",
        "url": reverse("privacy_request", args=[row.pk]),
        "text": _("Received on %(received)s, to be answered by %(due)s.")
        % {"received": date_words(row.received_on), "due": date_words(row.due_on)},
        "tags": [{"label": _("extended"), "tone": "edge"}] if row.extended_at else [],
    }
