"""Goals, actions, commitments, supports and signers, each written in its place on the sheet.

Without JavaScript every form is a page of its own; with it, the form opens where the piece stands.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accanto.casework.mandates.queries import representatives_of
from accanto.casework.projects import operations, rules
from accanto.casework.projects.forms.pieces import (
    ActionForm,
    CommitmentForm,
    GoalForm,
    PartyForm,
    PieceForm,
    RepresentativeForm,
    SummaryForm,
    SupportForm,
)
from accanto.casework.projects.models import Action, Commitment, Goal, Party, Project, Support
from accanto.casework.projects.operations.suggestions import suggestions_for
from accanto.casework.projects.views.common import head, load_project, number_typed, refused
from accanto.core import clock
from accanto.core.errors import ChangedMeanwhile, OperationRefused
from accanto.core.web import action, editor
from accanto.foundation.jobs.operations import discard_draft
from accanto.foundation.jobs.queries import draft_data
from accanto.people.persons.gone import with_people
from accanto.territory.staff.requests import StaffRequest

Words = str | Promise
Call = dict[str, Any]


@dataclass(frozen=True)
class Kind:
    """How one kind of piece is found, shown and written. `under`: a new one belongs to another piece (a goal).

    `change_form`: what is asked of one that is there, when it is not what was asked to add it.
    """

    form: type[PieceForm]
    new: Words
    change: Words
    find: Callable[[Project, int], Any]
    initial: Callable[[Any], dict[str, Any]]
    add: Callable[[Project, Any, Any, Call], Any]
    rewrite: Callable[[Any, Any, Call], Any] | None
    remove: Callable[[Any, Call], None] | None
    place: str
    under: Callable[[Project, int], Any] | None = None
    change_form: type[PieceForm] | None = None


def _goal(project: Project, pk: int) -> Goal | None:
    return Goal.objects.present().filter(project=project, pk=pk).first()


def _goal_words(form: Any) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in ("area", "text", "expected_result", "expected_by")}


def _who(action: Action) -> str:
    if action.person_id:
        return f"p:{action.person_id}"
    return f"u:{action.user_id}" if action.user_id else f"o:{action.organisation_id}"


def _action_words(form: Any) -> dict[str, Any]:
    return {"text": form.cleaned_data["text"], "due_on": form.cleaned_data["due_on"], **form.doer()}


def _commitment_words(form: Any) -> dict[str, Any]:
    return {"person": form.people[form.cleaned_data["person"]], "text": form.cleaned_data["text"]}


def _party(project: Project, pk: int) -> Party | None:
    rows = Party.objects.present().filter(project=project, pk=pk).select_related("person")
    return next(iter(with_people(rows)), None)


def _representative_initial(party: Party) -> dict[str, Any]:
    """Who was written; with nobody written yet, whoever a decree registered on the case lets act for the person."""
    known = (
        representatives_of(party.person, clock.today()) if party.person and not party.representative else []
    )
    if known:
        one = known[0]
        return {
            "role": one.office,
            "name": one.holder,
            "authority": one.court,
            "number": one.decree_number,
            "on": one.decree_on,
        }
    return {
        "role": party.representative_role,
        "name": party.representative,
        "authority": party.decree_authority,
        "number": party.decree_number,
        "on": party.decree_on,
    }


def _support_initial(support: Support) -> dict[str, Any]:
    money = f"{support.fund_id}:{support.plan_line_id}" if support.plan_line_id else support.fund_id or ""
    return {
        "service": support.service_id,
        "person": support.person_id or "",
        "money": money,
        **{name: getattr(support, name) for name in ("quantity", "starts_on", "ends_on", "note")},
    }


KINDS: dict[str, Kind] = {
    "sintesi": Kind(
        SummaryForm,
        gettext_lazy("What this project is about"),
        gettext_lazy("What this project is about"),
        lambda project, _pk: project,
        lambda project: {"text": project.summary},
        lambda project, _under, form, call: operations.write_summary(
            project=project, text=form.cleaned_data["text"], **call
        ),
        None,
        None,
        "summary",
    ),
    "obiettivo": Kind(
        GoalForm,
        gettext_lazy("A new goal"),
        gettext_lazy("Change the goal"),
        _goal,
        lambda g: {n: getattr(g, n) for n in ("area", "text", "expected_result", "expected_by")},
        lambda project, _under, form, call: operations.add_goal(project=project, **_goal_words(form), **call),
        lambda goal, form, call: operations.change_goal(goal=goal, **_goal_words(form), **call),
        lambda goal, call: operations.remove_goal(goal=goal, **call),
        "goals",
    ),
    "azione": Kind(
        ActionForm,
        gettext_lazy("A new action"),
        gettext_lazy("Change the action"),
        lambda project, pk: Action.objects.present().filter(goal__project=project, pk=pk).first(),
        lambda a: {"text": a.text, "due_on": a.due_on, "who": _who(a)},
        lambda _project, goal, form, call: operations.add_action(goal=goal, **_action_words(form), **call),
        lambda act, form, call: operations.change_action(action=act, **_action_words(form), **call),
        lambda act, call: operations.remove_action(action=act, **call),
        "goals",
        under=_goal,
    ),
    "impegno": Kind(
        CommitmentForm,
        gettext_lazy("A new commitment"),
        gettext_lazy("Change the commitment"),
        lambda project, pk: Commitment.objects.present().filter(project=project, pk=pk).first(),
        lambda c: {"person": str(c.person_id), "text": c.text},
        lambda project, _under, form, call: operations.add_commitment(
            project=project, **_commitment_words(form), **call
        ),
        lambda c, form, call: operations.change_commitment(commitment=c, **_commitment_words(form), **call),
        lambda c, call: operations.remove_commitment(commitment=c, **call),
        "commitments",
    ),
    "sostegno": Kind(
        SupportForm,
        gettext_lazy("A new support"),
        gettext_lazy("Change the support"),
        lambda project, pk: Support.objects.present().filter(project=project, pk=pk).first(),
        _support_initial,
        lambda project, _under, form, call: operations.add_support(
            project=project,
            service=form.cleaned_data["service"],
            beside=form.cleaned_data["beside"],
            **form.terms(),
            **call,
        ),
        lambda s, form, call: operations.change_support(
            support=s,
            service=form.cleaned_data["service"],
            beside=form.cleaned_data["beside"],
            **form.terms(),
            **call,
        ),
        lambda s, call: operations.remove_support(support=s, **call),
        "supports",
    ),
    "firma": Kind(
        PartyForm,
        gettext_lazy("Ask somebody else to sign"),
        gettext_lazy("Who signs"),
        _party,
        _representative_initial,
        lambda project, _under, form, call: operations.add_party(project=project, **form.signer(), **call),
        lambda p, form, call: operations.set_representative(
            party=p, representative=form.representative(), **call
        ),
        lambda p, call: operations.remove_party(party=p, **call),
        "parties",
        change_form=RepresentativeForm,
    ),
}


@editor("projects.work")
def piece_add(request: StaffRequest, pk: UUID, kind: str, under: int = 0) -> HttpResponse:
    project, what = _begin(request, pk, kind)
    parent = None
    if what.under and (parent := what.under(project, under)) is None:
        raise Http404
    key = f"project-{project.pk}-{kind}-{under or 'new'}"
    initial = {"revision": project.revision, **(what.initial(project) if kind == "sintesi" else {})}

    def write(form: PieceForm, call: Call) -> None:
        # Adding overwrites nobody: only the summary, which is one text for all, asks who changed it meanwhile.
        if kind != "sintesi":
            call.pop("expected_revision")
        what.add(project, parent, form, call)

    title = f"{what.new}: {parent}" if parent else str(what.new)
    return _edit(request, project, what, key, initial, write, title)


@editor("projects.work")
def piece_change(request: StaffRequest, pk: UUID, kind: str, piece: int) -> HttpResponse:
    project, what = _begin(request, pk, kind)
    found = what.find(project, piece)
    if found is None or what.rewrite is None or (what.form is PartyForm and found.person_id is None):
        raise Http404
    rewrite = what.rewrite
    what = replace(what, form=what.change_form or what.form)
    initial = {"revision": project.revision, **what.initial(found)}
    key = f"project-{project.pk}-{kind}-{piece}"
    title = f"{what.change}: {found.person}" if isinstance(found, Party) else str(what.change)
    return _edit(request, project, what, key, initial, lambda form, call: rewrite(found, form, call), title)


def _begin(request: StaffRequest, pk: UUID, kind: str) -> tuple[Project, Kind]:
    project = load_project(request, pk)
    if kind not in KINDS:
        raise Http404
    if not rules.works_on(request.user, project.case_id):
        raise PermissionDenied
    return project, KINDS[kind]


def _edit(
    request: StaffRequest,
    project: Project,
    what: Kind,
    key: str,
    initial: dict[str, Any],
    write: Callable[[PieceForm, Call], Any],
    title: str,
) -> HttpResponse:
    now = clock.now()
    changed: list[str] = []
    if request.method == "POST":
        form = what.form(request.POST, project=project, today=now.date(), initial=initial)
        if form.is_valid():
            call: Call = {
                "by": request.user,
                "at": now,
                "expected_revision": form.cleaned_data["revision"],
            }
            try:
                write(form, call)
            except ChangedMeanwhile as conflict:
                changed = refused(form, conflict)
                # What was typed stays; confirming a second time means that the changes have been read.
                project.refresh_from_db(fields=["revision"])
                form.data = {**request.POST.dict(), "revision": project.revision}
            except OperationRefused as refusal:
                refused(form, refusal)
            else:
                discard_draft(user=request.user, key=key)
                return redirect(f"{reverse('project', args=[project.pk])}#{what.place}")
    else:
        asked = {name: value for name, value in request.GET.items() if name in what.form.base_fields}
        shown = {**initial, **draft_data(request.user, key), **asked, "revision": project.revision}
        form = what.form(project=project, today=now.date(), initial=shown)
    context = {
        **head(project),
        "form": form,
        "title": title,
        "place": what.place,
        "draft_key": key,
        "changed": changed,
        "is_support": what.form is SupportForm,
    }
    return render(request, "projects/piece.html", context, status=422 if form.errors else 200)


@action("projects.work")
def piece_remove(request: StaffRequest, pk: UUID, kind: str, piece: int) -> HttpResponse:
    project, what = _begin(request, pk, kind)
    found = what.find(project, piece)
    if found is None or what.remove is None:
        raise Http404
    call: Call = {
        "by": request.user,
        "at": clock.now(),
        "expected_revision": number_typed(request.POST.get("revision", "")),
    }
    try:
        what.remove(found, call)
    except OperationRefused as refusal:
        messages.error(request, " ".join([str(refusal), *map(str, refusal.missing)]))
    return redirect(f"{reverse('project', args=[project.pk])}#{what.place}")


@editor("projects.work")
def suggestions(request: StaffRequest, pk: UUID) -> HttpResponse:
    """What section B says should change, to be ticked and copied into goals."""
    project = load_project(request, pk)
    if not rules.works_on(request.user, project.case_id):
        raise PermissionDenied
    found = suggestions_for(project, request.user, clock.now())
    if request.method == "POST":
        chosen = request.POST.getlist("areas")
        try:
            goals = operations.copy_suggestions(
                project=project, areas=chosen, by=request.user, at=clock.now()
            )
        except OperationRefused as refusal:
            messages.error(request, str(refusal))
        else:
            if goals:
                messages.success(request, _("Copied: now say them again in the family’s words."))
            return redirect(f"{reverse('project', args=[project.pk])}#goals")
    return render(request, "projects/suggestions.html", {**head(project), "suggestions": found})
