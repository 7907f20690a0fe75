"""The first tab of a case: quick note and timeline."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from accanto.casework.cases import operations, rules, timeline
from accanto.casework.cases.enums import DiaryKind
from accanto.casework.cases.forms import NoteForm
from accanto.casework.cases.models import Case
from accanto.casework.cases.queries import DIARY_DRAFT
from accanto.casework.cases.shell import case_shell, load_case
from accanto.casework.cases.views.household import household_page
from accanto.core import clock
from accanto.core.errors import NotPermitted, OperationRefused
from accanto.core.web import action, page
from accanto.foundation.jobs.operations import discard_draft
from accanto.people.persons.enums import Depth
from accanto.territory.staff.requests import StaffRequest


def draft_key(case: Case) -> str:
    return f"{DIARY_DRAFT}{case.pk}"


@page("cases.view")
def case_page(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The diary; partners in a team, who may not read it, get the household instead."""
    case = load_case(request, pk)
    if not rules.may_read_diary(case.depth):
        return household_page(request, case)
    return _diary(request, case, NoteForm(initial=case.typed or {}))


@action("cases.work")
def write_note(request: StaffRequest, pk: UUID) -> HttpResponse:
    case = load_case(request, pk, Depth.WORK)
    form = NoteForm(request.POST)
    now = clock.now()
    if form.is_valid():
        try:
            if not rules.may_write(request.user, case, case.depth):
                raise NotPermitted(_("The case is closed: nothing more is written in it."))
            operations.write_diary(
                case=case,
                kind=form.cleaned_data["kind"] or DiaryKind.INTERVIEW,
                text=form.cleaned_data["text"],
                happened_at=form.cleaned_data["happened_at"] or now,
                minutes=form.cleaned_data["minutes"],
                by=request.user,
                at=now,
            )
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            discard_draft(user=request.user, key=draft_key(case))
            messages.success(request, _("Registered in the diary."))
            return redirect("case", pk=case.pk)
    return _diary(request, case, form, status=422)


def _diary(request: StaffRequest, case: Case, form: NoteForm, status: int = 200) -> HttpResponse:
    only = request.GET.get("mostra", "")
    shown = timeline.page_of(case, request.user, only=only, before=_before(request))
    here = reverse("case", args=[case.pk])
    filters = [{"label": _("Everything"), "url": here, "current": not only}]
    filters += [
        {"label": label, "url": f"{here}?mostra={kind}", "current": only == kind}
        for kind, label in timeline.LABELS.items()
    ]
    more = {"mostra": only, "prima": shown.before.isoformat()} if shown.before else {}
    context = {
        **case_shell(request, case, "diary"),
        "form": form,
        "draft_key": draft_key(case),
        "entries": shown.entries,
        "timeline_filters": filters,
        "older": more,
        "only": only,
    }
    return render(request, "cases/diary.html", context, status=status)


def _before(request: StaffRequest) -> datetime | None:
    try:
        return parse_datetime(request.GET.get("prima", ""))
    except ValueError:
        return None
