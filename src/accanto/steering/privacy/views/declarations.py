"""Whom an operator must not see: what they declare of themselves, and the privacy officer’s list, by code."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.templatetags.accanto_ui import date_words
from accanto.core.web import editor, load, page
from accanto.people.persons.enums import BarReason
from accanto.people.persons.models import Bar
from accanto.steering.privacy import operations
from accanto.steering.privacy.enums import DECLARATION, DeclarationState
from accanto.steering.privacy.forms import DeclarationDecisionForm, DeclarationForm, KeepOutForm, LiftForm
from accanto.steering.privacy.models import Declaration
from accanto.steering.privacy.queries import code_of, declared_code
from accanto.territory.staff.requests import StaffRequest

PER_PAGE = 25
_TONES = {DeclarationState.DECLARED: "soon", DeclarationState.CONFIRMED: "fine", DeclarationState.LIFTED: ""}
_ON_CASES = "cartelle"


@editor()
def my_declarations(request: StaffRequest) -> HttpResponse:
    """The same answer to everything that can be read: nobody learns here whether somebody is known."""
    form = DeclarationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.declare(by=request.user, at=clock.now(), **form.cleaned_data)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(
                request,
                _("Written down. If this person is in the archive, or ever comes, you see nothing of them."),
            )
            return redirect("my_declarations")
    mine = Declaration.objects.filter(user=request.user, by=request.user)
    context = {"form": form, "rows": mine[:100], "today": clock.today()}
    return render(request, "privacy/my_declarations.html", context, status=422 if form.errors else 200)


@page("privacy.review")
def bars(request: StaffRequest) -> HttpResponse:
    today, kind = clock.today(), request.GET.get("quali", DeclarationState.DECLARED)
    shown: Any
    if kind == _ON_CASES:
        shown = Paginator(_on_cases(request), PER_PAGE).get_page(request.GET.get("pagina"))
        rows = [_bar_row(bar, today) for bar in shown]
    else:
        kind = kind if kind in DeclarationState.values else DeclarationState.DECLARED
        found = Declaration.objects.to_govern(request.user).filter(state=kind).select_related("user", "by")
        shown = Paginator(found, PER_PAGE).get_page(request.GET.get("pagina"))
        rows = [_row(row, today) for row in shown]
    kinds = [*DeclarationState.choices, (_ON_CASES, _("written on a case"))]
    context = {
        "page": shown,
        "rows": rows,
        "kinds": [{"code": code, "label": label, "current": code == kind} for code, label in kinds],
    }
    return render(request, "privacy/bars.html", context)


@editor("privacy.review")
def bar_new(request: StaffRequest) -> HttpResponse:
    form = KeepOutForm(request.POST or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            operations.keep_out(by=request.user, at=clock.now(), **form.cleaned_data)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Written. It counts from now, and for whoever comes later."))
            return redirect(f"{reverse('privacy_bars')}?quali={DeclarationState.CONFIRMED}")
    return render(request, "privacy/bar_new.html", {"form": form}, status=422 if form.errors else 200)


@editor("privacy.review")
def declaration(request: StaffRequest, pk: UUID) -> HttpResponse:
    rows = Declaration.objects.to_govern(request.user).select_related("user", "by", "decided_by")
    row = load(rows, pk)
    open_ = DECLARATION.allows("lift", row.state)
    form = DeclarationDecisionForm(request.POST or None, standing=row.state != DeclarationState.DECLARED)
    if request.method == "POST" and form.is_valid():
        try:
            operations.decide_declaration(
                declaration=row, by=request.user, at=clock.now(), **form.cleaned_data
            )
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Your decision is written down."))
            return redirect("privacy_bars")
    context = {
        "row": row,
        "code": declared_code(row),
        "tone": _TONES[DeclarationState(row.state)],
        "facts": _facts(row),
        "form": form if open_ else None,
        "today": clock.today(),
    }
    return render(request, "privacy/declaration.html", context, status=422 if form.errors else 200)


@editor("privacy.review")
def bar_lift(request: StaffRequest, pk: int) -> HttpResponse:
    row = load(_on_cases(request), pk)
    form = LiftForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.lift_written_bar(bar=row, by=request.user, at=clock.now(), **form.cleaned_data)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Lifted: the rights of %(name)s count again.") % {"name": row.user})
            return redirect(f"{reverse('privacy_bars')}?quali={_ON_CASES}")
    context = {"row": row, "code": code_of(row.person_id), "form": form}
    return render(request, "privacy/bar_lift.html", context, status=422 if form.errors else 200)


def _on_cases(request: StaffRequest) -> QuerySet[Bar]:
    """In force, written by whoever works on a case, of everybody but oneself."""
    running = Bar.objects.filter(Q(ends_at=None) | Q(ends_at__gt=clock.now()), declaration=None)
    return running.exclude(user=request.user).select_related("user").order_by("-starts_at", "pk")


def _row(row: Declaration, today: date) -> dict[str, Any]:
    url = reverse("privacy_declaration", args=[row.pk])
    waits = row.state == DeclarationState.DECLARED
    return {
        "when": "",
        "unit": date_words(row.at, today),
        "tone": _TONES[DeclarationState(row.state)],
        "title": f"{row.user} · {_code(declared_code(row))}",
        "url": url,
        "text": " · ".join([_why(row.reason), _how(row), _who(row)]),
        "action": {"label": _("Look at it") if waits else _("Open"), "url": url},
    }


def _bar_row(row: Bar, today: date) -> dict[str, Any]:
    url = reverse("privacy_bar_lift", args=[row.pk])
    return {
        "when": "",
        "unit": date_words(row.starts_at, today),
        "tone": "fine",
        "title": f"{row.user} · {_code(code_of(row.person_id))}",
        "url": url,
        "text": _why(row.reason),
        "action": {"label": _("Lift"), "url": url},
    }


def _facts(row: Declaration) -> list[dict[str, Any]]:
    return [
        {"label": _("Operator"), "value": str(row.user), "url": reverse("operator", args=[row.user_id])},
        {"label": _("Why"), "value": _why(row.reason)},
        {"label": _("Given"), "value": _how(row)},
        {"label": _("Written"), "value": f"{_who(row)}, {date_words(row.at)}"},
        {"label": _("Until"), "value": date_words(row.ends_at) if row.ends_at else _("somebody lifts it")},
    ]


def _why(reason: str) -> str:
    return capfirst(str(BarReason(reason).label))


def _how(row: Declaration) -> str:
    if row.codice_fiscale:
        return _("by codice fiscale")
    return _("by number of the case") if row.case_number else _("by name and date of birth")


def _who(row: Declaration) -> str:
    if row.by_id == row.user_id:
        return _("declared by the operator")
    return _("written by %(name)s") % {"name": row.by}


def _code(code: str) -> str:
    return _("code %(code)s") % {"code": code}
