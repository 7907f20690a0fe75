"""Starting, following, reviewing, suspending, closing."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accanto.casework.assessment.enums import Area, AssessmentKind
from accanto.casework.assessment.instruments import instrument_of
from accanto.casework.assessment.models import InstrumentVersion
from accanto.casework.assessment.queries import AreaScores, area_scores
from accanto.casework.assessment.rules import Right, right_of
from accanto.casework.projects import operations
from accanto.casework.projects.enums import ProjectState
from accanto.casework.projects.forms.life import (
    ActionFateForm,
    CloseForm,
    DatedReasonForm,
    DayForm,
    ReasonForm,
    ReviewForm,
    StartForm,
)
from accanto.casework.projects.models import Action, Project
from accanto.casework.projects.operations.running import latest_review_day
from accanto.casework.projects.queries.content import commitments_of, goals_of, who_does
from accanto.casework.projects.views.common import head, load_to_work, refused
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.web import action, editor
from accanto.foundation.jobs.operations import discard_draft
from accanto.foundation.jobs.queries import draft_data
from accanto.territory.staff.requests import StaffRequest


def _areas(scores: AreaScores, right: Right) -> list[dict[str, Any]]:
    """The questions of the six areas that this user may answer, with the levels in words and where they stood."""
    version = InstrumentVersion.objects.filter(code=AssessmentKind.SIX_AREAS).order_by("-version").first()
    if version is None:
        return []
    known = {score.area: score for score in scores.areas}
    return [
        {
            "area": item.area,
            "label": str(Area(item.area).label).capitalize(),
            "levels": [(option.value, f"{option.value} · {option.words}") for option in item.options],
            "hint": _before(known[item.area].entry, known[item.area].review) if item.area in known else "",
        }
        for section in instrument_of(version).sections
        if section.written_by(right.audiences)
        for item in section.items
        if item.type == "scale" and item.area
    ]


def _before(entry: int | None, review: int | None) -> str:
    if entry is None and review is None:
        return _("Nobody has measured it yet.")
    told = []
    if entry is not None:
        told.append(_("at entry: %(level)d") % {"level": entry})
    if review is not None:
        told.append(_("last time: %(level)d") % {"level": review})
    return ", ".join(told).capitalize()


@editor("projects.work")
def start(request: StaffRequest, pk: UUID) -> HttpResponse:
    project = load_to_work(request, pk)
    now = clock.now()
    form = StartForm(request.POST or None, initial={"on": now.date()})
    if request.method == "POST" and form.is_valid():
        try:
            operations.start_project(project=project, by=request.user, at=now, **form.cleaned_data)
        except OperationRefused as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("The project has started. The next review is on the worklist."))
            return redirect("project", pk=project.pk)
    return _act(request, project, form, _("Start the project"), _("From this day reviews are due."))


@editor("projects.work")
def suspend(request: StaffRequest, pk: UUID) -> HttpResponse:
    project = load_to_work(request, pk)
    now = clock.now()
    form = DatedReasonForm(request.POST or None, initial={"on": now.date()})
    if request.method == "POST" and form.is_valid():
        try:
            operations.suspend_project(project=project, by=request.user, at=now, **form.cleaned_data)
        except OperationRefused as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("The project is suspended: its reviews wait."))
            return redirect("project", pk=project.pk)
    text = _("Reviews stop until the project is resumed; everything else stays as it is.")
    return _act(request, project, form, _("Suspend the project"), text)


@editor("projects.work")
def resume(request: StaffRequest, pk: UUID) -> HttpResponse:
    project = load_to_work(request, pk)
    now = clock.now()
    form = DayForm(request.POST or None, initial={"on": now.date()})
    if request.method == "POST" and form.is_valid():
        try:
            operations.resume_project(project=project, on=form.cleaned_data["on"], by=request.user, at=now)
        except OperationRefused as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("The project goes on. The clock of the reviews starts again."))
            return redirect("project", pk=project.pk)
    return _act(request, project, form, _("Resume the project"), _("Reviews are due again from this day."))


@editor("projects.work")
def abandon(request: StaffRequest, pk: UUID) -> HttpResponse:
    project = load_to_work(request, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.abandon_project(
                project=project, reason=form.cleaned_data["reason"], by=request.user, at=clock.now()
            )
        except OperationRefused as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("The project is set aside: another one can be written."))
            return redirect("case_project", pk=project.case_id)
    text = _("It was never signed. It stays in the history of the case and another one can be written.")
    return _act(request, project, form, _("Abandon the project"), text, danger=True)


def _act(
    request: StaffRequest, project: Project, form: Any, title: str, text: str, *, danger: bool = False
) -> HttpResponse:
    context = {**head(project), "form": form, "title": title, "text": text, "danger": danger}
    return render(request, "projects/act.html", context, status=422 if form.errors else 200)


@action("projects.work")
def action_settle(request: StaffRequest, pk: UUID, piece: int) -> HttpResponse:
    """Done, cancelled with a reason, or open again; from the sheet."""
    project = load_to_work(request, pk)
    act = Action.objects.present().filter(goal__project=project, pk=piece).select_related("goal").first()
    if act is None:
        raise Http404
    form = ActionFateForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say whether the action was done or why it is cancelled."))
        return redirect("project", pk=project.pk)
    try:
        operations.settle_action(
            action=act,
            state=form.cleaned_data["state"],
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=clock.now(),
        )
    except OperationRefused as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{reverse('project', args=[project.pk])}#action-{act.pk}")


@editor("projects.work")
def review(request: StaffRequest, pk: UUID) -> HttpResponse:
    project = load_to_work(request, pk)
    now = clock.now()
    key = f"project-review-{project.pk}"
    right = right_of(request.user, project.case_id, now)
    scores = area_scores(project.pathway, right)
    commitments, goals, areas = commitments_of(project), goals_of(project), _areas(scores, right)
    initial = {
        "held_on": now.date(),
        "next_review_on": latest_review_day(project, now.date()),
        **draft_data(request.user, key),
    }
    form = ReviewForm(
        request.POST or None, commitments=commitments, goals=goals, areas=areas, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        answers = operations.Answers(
            commitments=form.answers("c", commitments),
            goals=form.answers("g", goals),
            levels=form.levels(),
            notes=form.cleaned_data["notes"],
        )
        try:
            operations.record_review(
                project=project,
                held_on=form.cleaned_data["held_on"],
                answers=answers,
                next_review_on=form.cleaned_data["next_review_on"],
                by=request.user,
                at=now,
            )
        except OperationRefused as refusal:
            refused(form, refusal)
        else:
            discard_draft(user=request.user, key=key)
            messages.success(request, _("The review is recorded."))
            return redirect("project", pk=project.pk)
    context = {
        **head(project),
        "form": form,
        "draft_key": key,
        "promises": [{"piece": c, "field": form[f"c{c.pk}"], "note": form[f"cn{c.pk}"]} for c in commitments],
        "goal_rows": [{"piece": g, "field": form[f"g{g.pk}"], "note": form[f"gn{g.pk}"]} for g in goals],
        "area_fields": [form[f"a_{area['area']}"] for area in areas],
        "can": project.started_on is not None
        and project.state not in {ProjectState.CLOSED, ProjectState.SUSPENDED},
    }
    return render(request, "projects/review.html", context, status=422 if form.errors else 200)


@editor("projects.work")
def close(request: StaffRequest, pk: UUID) -> HttpResponse:
    project = load_to_work(request, pk)
    now = clock.now()
    key = f"project-close-{project.pk}"
    right = right_of(request.user, project.case_id, now)
    scores = area_scores(project.pathway, right)
    areas = _areas(scores, right) if scores.exit_on is None else []
    actions = operations.open_actions(project)
    form = CloseForm(
        request.POST or None,
        actions=actions,
        areas=areas,
        initial={"closed_on": now.date(), **draft_data(request.user, key)},
    )
    missing: list[str] = []
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        closing = operations.Closing(
            outcome=given["outcome"],
            evaluation=given["evaluation"],
            closed_on=given["closed_on"],
            fates=form.fates(),
            levels=form.levels(),
        )
        try:
            operations.close_project(project=project, closing=closing, by=request.user, at=now)
        except OperationRefused as refusal:
            missing = refused(form, refusal)
        else:
            discard_draft(user=request.user, key=key)
            messages.success(request, _("The project is closed. Below: where the family was, where it is."))
            return redirect("project", pk=project.pk)
    context = {
        **head(project),
        "form": form,
        "draft_key": key,
        "missing": missing,
        "action_rows": [
            {"who": who_does(a), "piece": a, "field": form[f"f{a.pk}"], "why": form[f"r{a.pk}"]}
            for a in actions
        ],
        "area_fields": [form[f"a_{area['area']}"] for area in areas],
        "scores": scores,
        "can": project.defined_on is not None and project.state != ProjectState.CLOSED,
    }
    return render(request, "projects/close.html", context, status=422 if form.errors else 200)
