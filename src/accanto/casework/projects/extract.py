"""What an extract tells of the projects: the goals of the household, and the person's own part in them."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accanto.casework.projects.models import (
    Action,
    Commitment,
    CommitmentReview,
    Goal,
    GoalReview,
    Party,
    Project,
    ProjectClosure,
    ProjectExtension,
    ProjectSuspension,
    Review,
    Signature,
    Support,
)
from accanto.people.persons.extracts import (
    Section,
    Subject,
    Told,
    leave_out,
    register_names,
    register_section,
    told,
)

_PROJECTS = ("Project", "ProjectClosure", "ProjectExtension", "ProjectSuspension")
_OWN = ("Goal", "Action", "Commitment", "Support", "Review", "GoalReview", "CommitmentReview")
_SIGNED = ("Party", "Signature")


def register() -> None:
    register_section(
        Section(320, "projects", gettext_lazy("Projects"), _labels(_PROJECTS), _projects, words=True)
    )
    register_section(
        Section(
            330, "project_parts", gettext_lazy("Goals, actions and commitments"), _labels(_OWN), _parts, True
        )
    )
    register_section(
        Section(340, "signatures", gettext_lazy("Your signatures"), _labels(_SIGNED), _signatures)
    )
    register_names(_representatives)
    leave_out(
        _labels(("ProjectVersion", "ProjectChange")),
        gettext_lazy(
            "The signed text as a whole and how it was written: they name everybody; the document is in the list."
        ),
    )


def _representatives(_households: Iterable[UUID], cases: Iterable[UUID]) -> list[str]:
    rows = Party.objects.filter(project__case__in=list(cases)).exclude(representative="")
    return list(rows.values_list("representative", flat=True))


def _labels(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"projects.{name}" for name in names)


def _projects(subject: Subject) -> list[Told]:
    rows = Project.objects.filter(case__in=subject.cases).order_by("created_at", "pk")
    closures = {one.project_id: one for one in ProjectClosure.objects.filter(project__in=rows)}
    pauses: dict[object, list[ProjectSuspension]] = {}
    for pause in ProjectSuspension.objects.filter(project__in=rows).order_by("starts_on", "pk"):
        pauses.setdefault(pause.project_id, []).append(pause)
    carried: dict[object, list[ProjectExtension]] = {}
    for one in ProjectExtension.objects.filter(project__in=rows).order_by("on", "pk"):
        carried.setdefault(one.project_id, []).append(one)
    found = []
    for row in rows:
        if not subject.covers(row.case_id, row.created_at):
            continue
        closure = closures.get(row.pk)
        mine = closure if closure and subject.covers(row.case_id, closure.closed_on) else None
        found.append(
            told(
                str(row.get_kind_display()),
                ("state", _("State"), row.get_state_display()),
                ("summary", _("Summary"), subject.hide(row.summary)),
                ("defined_on", _("Defined on"), row.defined_on),
                ("started_on", _("Started on"), row.started_on),
                ("next_review_on", _("Next review on"), row.next_review_on),
                *(
                    (f"carried_{n}", _("Carried on into another application"), one.on)
                    for n, one in enumerate(carried.get(row.pk, []), 1)
                ),
                *(
                    (
                        f"suspended_{n}",
                        _("Suspended on"),
                        f"{one.starts_on:%d/%m/%Y} {subject.hide(one.reason)}",
                    )
                    for n, one in enumerate(pauses.get(row.pk, []), 1)
                ),
                ("outcome", _("How it ended"), mine.get_outcome_display() if mine else ""),
                ("evaluation", _("Final evaluation"), subject.hide(mine.evaluation) if mine else ""),
            )
        )
    return found


def _parts(subject: Subject) -> list[Told]:
    rows = [
        row
        for row in Project.objects.filter(case__in=subject.cases).order_by("created_at", "pk")
        if subject.covers(row.case_id, row.created_at)
    ]
    chosen = [row.pk for row in rows]
    return [*_goals(subject, chosen), *_own(subject, chosen), *_reviews(subject, chosen)]


def _goals(subject: Subject, projects: list[UUID]) -> list[Told]:
    """Goals are of the household; how each went is told with it."""
    went: dict[object, list[GoalReview]] = {}
    for one in GoalReview.objects.filter(goal__project__in=projects).select_related("review").order_by("pk"):
        went.setdefault(one.goal_id, []).append(one)
    return [
        told(
            _("Goal"),
            ("text", _("Text"), subject.hide(goal.text)),
            ("expected_result", _("Expected result"), subject.hide(goal.expected_result)),
            ("expected_by", _("Expected by"), goal.expected_by),
            *(
                (
                    f"review_{n}",
                    _("Review of %(day)s") % {"day": f"{one.review.held_on:%d/%m/%Y}"},
                    f"{one.get_progress_display()} {subject.hide(one.note)}".strip(),
                )
                for n, one in enumerate(went.get(goal.pk, []), 1)
            ),
        )
        for goal in Goal.objects.present().filter(project__in=projects).order_by("position", "pk")
    ]


def _own(subject: Subject, projects: list[UUID]) -> list[Told]:
    """Actions and commitments of the person; supports of the person or of the whole household."""
    kept: dict[object, list[CommitmentReview]] = {}
    reviewed = CommitmentReview.objects.filter(commitment__person=subject.person).select_related("review")
    for one in reviewed.order_by("pk"):
        kept.setdefault(one.commitment_id, []).append(one)
    actions = Action.objects.present().filter(goal__project__in=projects, person=subject.person)
    commitments = Commitment.objects.present().filter(project__in=projects, person=subject.person)
    supports = Support.objects.present().filter(
        Q(person=None) | Q(person=subject.person), project__in=projects
    )
    return [
        *(
            told(
                _("Action of yours"),
                ("text", _("Text"), subject.hide(row.text)),
                ("due_on", _("To be done by"), row.due_on),
                ("state", _("State"), row.get_state_display()),
                ("done_on", _("Done on"), row.done_on),
                ("cancel_reason", _("Why it was cancelled"), subject.hide(row.cancel_reason)),
            )
            for row in actions.order_by("pk")
        ),
        *(
            told(
                _("Commitment of yours"),
                ("text", _("Text"), subject.hide(row.text)),
                *(
                    (
                        f"review_{n}",
                        _("Review of %(day)s") % {"day": f"{one.review.held_on:%d/%m/%Y}"},
                        f"{one.get_fulfilment_display()} {subject.hide(one.note)}".strip(),
                    )
                    for n, one in enumerate(kept.get(row.pk, []), 1)
                ),
            )
            for row in commitments.order_by("position", "pk")
        ),
        *(
            told(
                _("Support"),
                ("service", _("Service"), str(row.service)),
                ("quantity", _("How much"), row.quantity),
                ("starts_on", _("From"), row.starts_on),
                ("ends_on", _("Until"), row.ends_on),
                ("note", _("Note"), subject.hide(row.note)),
            )
            for row in supports.select_related("service").order_by("pk")
        ),
    ]


def _reviews(subject: Subject, projects: list[UUID]) -> list[Told]:
    rows = Review.objects.filter(project__in=projects).select_related("project").order_by("held_on", "pk")
    return [
        told(
            _("Review of the project"),
            ("held_on", _("Held on"), row.held_on),
            ("notes", _("What was said"), subject.hide(row.notes)),
        )
        for row in rows
        if subject.covers(row.project.case_id, row.held_on)
    ]


def _signatures(subject: Subject) -> list[Told]:
    asked = Party.objects.filter(person=subject.person, project__case__in=subject.cases)
    signed: dict[object, list[Signature]] = {}
    for one in Signature.objects.filter(party__in=asked).select_related("version").order_by("pk"):
        signed.setdefault(one.party_id, []).append(one)
    return [
        told(
            _("Signature of a project"),
            (
                "represented",
                _("Signs for you, by decree"),
                _("a representative: decree no. %(number)s, %(authority)s")
                % {"number": row.decree_number, "authority": row.decree_authority}
                if row.representative
                else "",
            ),
            *(
                (
                    f"signature_{n}",
                    _("Version %(number)s signed on") % {"number": one.version.number},
                    one.signed_on,
                )
                for n, one in enumerate(signed.get(row.pk, []), 1)
            ),
        )
        for row in asked.order_by("pk")
    ]
