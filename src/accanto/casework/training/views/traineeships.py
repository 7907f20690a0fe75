"""Traineeships for tutors and for those who manage the staff: the list, one of them, its beginning and its end."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accanto.casework.training import operations
from accanto.casework.training.enums import Ending, TraineeshipState
from accanto.casework.training.forms import EndingForm, TraineeshipForm
from accanto.casework.training.models import Pseudonym, TraineeCase, Traineeship
from accanto.casework.training.queries import has_something_to_choose, openings_of, true_cases
from accanto.casework.training.words import TONES, page_words
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.web import action, editor, load, page, reads
from accanto.people.households.enums import Relation
from accanto.people.households.models import Member
from accanto.territory.staff.requests import StaffRequest

_MOST = 40


@page("training.view")
def trainings(request: StaffRequest) -> HttpResponse:
    rows = Traineeship.objects.visible_to(request.user).select_related("student", "tutor")
    context = {
        "rows": [{"traineeship": row, "tag": _tag(row)} for row in rows[:200]],
        "manages": request.user.may("staff.manage"),
        "today": clock.today(),
    }
    return render(request, "training/list.html", context)


@page("training.view")
def training(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = load_traineeship(request, pk)
    now = clock.now()
    mine = row.tutor_id == request.user.pk
    context: dict[str, Any] = {
        "traineeship": row,
        "tag": _tag(row),
        "tutors": mine,
        "open": row.state in {TraineeshipState.PLANNED, TraineeshipState.RUNNING},
        "may_begin": row.state == TraineeshipState.PLANNED and row.starts_on <= now.date(),
        "running": row.state == TraineeshipState.RUNNING,
        "today": now.date(),
    }
    if mine:
        chosen = true_cases(row, request.user)
        reads.listed(one.case_id for one in chosen)
        told = _told(row, chosen)
        context["rows"] = [{"chosen": one, "told": told.get(one.case.household_id, "")} for one in chosen]
        context["openings"] = _openings(row, chosen)
        context["more"] = has_something_to_choose(row, now)
    return render(request, "training/training.html", context)


@editor("staff.manage")
def training_new(request: StaffRequest) -> HttpResponse:
    form = TraineeshipForm(request.POST or None, today=clock.today(), initial={"starts_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            made = operations.plan_traineeship(by=request.user, at=clock.now(), **form.cleaned_data)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The traineeship is registered; the tutor has been told."))
            return redirect("training", pk=made.pk)
    return render(request, "training/new.html", {"form": form}, status=422 if form.errors else 200)


@action("training.view")
def training_begin(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = load_traineeship(request, pk)
    try:
        operations.begin_traineeship(traineeship=row, by=request.user, at=clock.now())
    except OperationRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The traineeship is under way: choose the cases."))
    return redirect("training", pk=pk)


@editor("training.view")
def training_end(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = load_traineeship(request, pk)
    form = EndingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {"traineeship": row, "reason": form.cleaned_data["reason"], "by": request.user}
        close = (
            operations.end_traineeship
            if form.cleaned_data["how"] == Ending.ENDED
            else operations.interrupt_traineeship
        )
        try:
            close(at=clock.now(), **given)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The traineeship is over: the student sees no case any more."))
            return redirect("training", pk=pk)
    context = {
        "traineeship": row,
        "form": form,
        "title": _("End the traineeship of %(name)s") % {"name": row.student},
        "text": _("From now on the student opens no case. What was opened stays written here."),
        "action": _("End it"),
    }
    return render(request, "training/ask.html", context, status=422 if form.errors else 200)


def load_traineeship(request: StaffRequest, pk: UUID) -> Traineeship:
    """404 for whoever is neither its tutor nor manages the staff."""
    rows = Traineeship.objects.visible_to(request.user).select_related("student", "tutor")
    return load(rows, pk)


def _tag(row: Traineeship) -> dict[str, Any]:
    state = TraineeshipState(row.state)
    return {"label": str(state.label).capitalize(), "tone": TONES[state]}


def _told(row: Traineeship, chosen: list[TraineeCase]) -> dict[UUID, str]:
    """By household the surname that the student reads, so that the two can speak of the same family."""
    homes = [one.case.household_id for one in chosen]
    leading = Member.objects.filter(household__in=homes, relation=Relation.REFERENCE, ends_on=None)
    people = dict(leading.values_list("person", "household"))
    named = Pseudonym.objects.filter(traineeship=row, person__in=people)
    return {people[one.person_id]: one.last_name for one in named}


def _openings(row: Traineeship, chosen: list[TraineeCase]) -> list[dict[str, Any]]:
    labels = {one.case_id: one.case.household.label for one in chosen}
    return [
        {"at": one.at, "label": labels[one.case_id], "page": page_words(one.page), "case_id": one.case_id}
        for one in openings_of(row, _MOST)
        if one.case_id in labels
    ]
