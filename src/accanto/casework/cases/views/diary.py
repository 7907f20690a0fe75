"""The first tab of a case: quick note and timeline; one entry with its versions."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accanto.casework.cases import diary_forms, operations, rules, timeline
from accanto.casework.cases.diary_forms import CorrectionForm, DiaryForm, TimelineForm
from accanto.casework.cases.enums import USUAL_MINUTES, DiaryKind
from accanto.casework.cases.models import Case, DiaryEntry
from accanto.casework.cases.queries import DIARY_DRAFT
from accanto.casework.cases.shell import case_shell, load_case
from accanto.casework.cases.views.household import household_page
from accanto.core import clock
from accanto.core.errors import NotPermitted, OperationRefused
from accanto.core.web import action, editor, load, page
from accanto.core.web.narrowing import within_reach
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
    return _diary(request, case)


@action("cases.work")
def write_note(request: StaffRequest, pk: UUID) -> HttpResponse:
    case = load_case(request, pk, Depth.WORK)
    shell = case_shell(request, case, "diary")
    form = DiaryForm(request.POST, there=diary_forms.there(case, shell))
    now = clock.now()
    if form.is_valid():
        kind = form.cleaned_data["kind"] or DiaryKind.INTERVIEW
        try:
            if not rules.may_write(request.user, case, case.depth):
                raise NotPermitted(_("The case is closed: nothing more is written in it."))
            operations.write_diary(
                case=case,
                kind=kind,
                text=form.cleaned_data["text"],
                happened_at=form.cleaned_data["happened_at"] or now,
                minutes=form.cleaned_data["minutes"] or USUAL_MINUTES[kind],
                present=form.present(),
                by=request.user,
                at=now,
            )
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            discard_draft(user=request.user, key=draft_key(case))
            messages.success(request, _("Registered in the diary."))
            return redirect("case", pk=case.pk)
    return _diary(request, case, shell, form, status=422)


def _diary(
    request: StaffRequest,
    case: Case,
    shell: dict[str, Any] | None = None,
    form: DiaryForm | None = None,
    status: int = 200,
) -> HttpResponse:
    shell = shell or case_shell(request, case, "diary")
    who = diary_forms.there(case, shell) if shell["may_write"] else diary_forms.There()
    narrowing = TimelineForm(request.GET, members=shell["members"], seers=shell["seers"])
    wanted = narrowing.wanted()
    after = timeline.Place.read(request.GET.get("prima", ""))
    shown = timeline.page_of(case, request.user, wanted, after=after)
    context = {
        **shell,
        "form": form or DiaryForm(initial=case.typed or {}, there=who),
        "draft_key": draft_key(case),
        "entries": diary_forms.with_names(shown.entries, shell["members"], who),
        "timeline_filters": _kinds(case, wanted),
        "narrowing": narrowing,
        "narrowed": narrowing.narrowed,
        "later": bool(after),
        "older": _older(request, shown.after),
        "prints": within_reach(request.user, "record_dossier"),
        "here": reverse("case", args=[case.pk]),
    }
    return render(request, "cases/diary.html", context, status=status)


def _kinds(case: Case, wanted: timeline.Wanted) -> list[dict[str, Any]]:
    here = reverse("case", args=[case.pk])
    found = [{"label": _("Everything"), "url": here, "current": not wanted.only}]
    return found + [
        {"label": label, "url": f"{here}?mostra={kind}", "current": wanted.only == kind}
        for kind, label in timeline.LABELS.items()
    ]


def _older(request: StaffRequest, after: timeline.Place | None) -> str:
    """The address of the page that follows, narrowed in the same way."""
    if after is None:
        return ""
    kept = {name: str(value) for name, value in request.GET.items() if name != "prima" and value}
    return f"{request.path}?{urlencode({**kept, 'prima': str(after)})}"


@editor("cases.view")
def case_entry(request: StaffRequest, pk: UUID, entry_id: int) -> HttpResponse:
    """One entry through its versions; where whoever may correct it does so."""
    case = load_case(request, pk, Depth.READ)
    rows = DiaryEntry.objects.visible_to(request.user).filter(case=case).exclude(kind=DiaryKind.PERSONAL)
    entry = load(rows.told().select_related("author"), entry_id)
    shell = case_shell(request, case, "diary")
    corrects = rules.may_write(request.user, case, case.depth) and operations.may_correct(
        entry, case.responsible_id, request.user
    )
    if request.method == "POST" and not corrects:
        raise PermissionDenied
    versions = list(entry.versions.select_related("author"))
    initial = diary_forms.as_it_stands(entry, len(versions) or 1)
    who = diary_forms.and_who_stood(diary_forms.there(case, shell), entry)
    form = CorrectionForm(request.POST or None, initial=initial, there=who)
    if request.method == "POST" and form.is_valid():
        try:
            operations.correct_diary(
                entry=entry,
                writing=form.writing(entry),
                reason=form.cleaned_data["reason"],
                expected=form.cleaned_data["expected"],
                by=request.user,
                at=clock.now(),
            )
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Corrected; what stood there before can still be read."))
            return redirect("case_entry", pk=case.pk, entry_id=entry.pk)
    context = {
        **shell,
        "entry": entry,
        "versions": list(reversed(versions)),
        "present": operations.present_words(entry),
        "corrects": corrects,
        "form": form,
    }
    return render(request, "cases/entry.html", context, status=422 if form.errors else 200)
