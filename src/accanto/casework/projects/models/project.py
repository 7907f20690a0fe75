from typing import TYPE_CHECKING, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accanto.casework.projects.enums import ClosureOutcome, ContentChange, ProjectKind, ProjectState
from accanto.people.persons.enums import Depth
from accanto.people.persons.visibility import seen_by_context

if TYPE_CHECKING:
    from accanto.territory.staff.models import User


class ProjectQuerySet(models.QuerySet["Project"]):
    def visible_to(self, user: "User", depth: int = Depth.TEAM) -> Self:
        return self.filter(seen_by_context(user, depth=depth, context="case_id"))


class Project(models.Model):
    """The personalised project (PaIS) of a household. A household has at most one that is not closed.

    `revision` grows with every change of content: signing states which revision was read, so that nobody signs what
    somebody changed meanwhile. `version` is the number of the frozen print.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="projects")
    pathway = models.ForeignKey("pathways.Pathway", models.PROTECT, related_name="projects")
    kind = models.CharField(max_length=8, choices=ProjectKind.choices)
    state = models.CharField(max_length=10, choices=ProjectState.choices, default=ProjectState.DRAFT)
    summary = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)
    version = models.PositiveIntegerField(default=0)
    change_reason = models.CharField(
        max_length=300, blank=True, help_text="why the next version is being written"
    )
    defined_on = models.DateField(null=True, help_text="day of the last signature of the first version")
    started_on = models.DateField(null=True)
    next_review_on = models.DateField(null=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], name="one_living_project_per_case", condition=~Q(state="closed")
            ),
            models.CheckConstraint(
                name="signed_project_has_a_date",
                condition=~Q(state__in=["signed", "running", "suspended"]) | Q(defined_on__isnull=False),
            ),
            models.CheckConstraint(
                name="running_project_has_started",
                condition=~Q(state__in=["running", "suspended"]) | Q(started_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} v{self.version}"


class ProjectVersion(models.Model):
    """A frozen print with its fingerprint; what was signed."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    revision = models.PositiveIntegerField()
    document = models.ForeignKey("documents.Document", models.PROTECT, related_name="+")
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    completed_on = models.DateField(null=True)
    change_note = models.CharField(max_length=300, blank=True)
    content = models.JSONField(
        default=dict, help_text="what was printed, as data: differences are read from it"
    )
    fingerprint = models.CharField(max_length=64, help_text="SHA-256 of the content, printed on every page")

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["project", "number"], name="project_version_once")]

    def __str__(self) -> str:
        return f"{self.project_id} v{self.number}"


class ProjectChange(models.Model):
    """What each revision changed, by whom: shown to those who were working on an older one."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="changes")
    revision = models.PositiveIntegerField()
    what = models.CharField(max_length=20, choices=ContentChange.choices)
    text = models.CharField(max_length=400, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["revision"]
        constraints = [models.UniqueConstraint(fields=["project", "revision"], name="revision_once")]

    def __str__(self) -> str:
        return f"{self.project_id} r{self.revision}"


class ProjectExtension(models.Model):
    """A running project carried on into the pathway of a new outcome, instead of a second project."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="extensions")
    from_pathway = models.ForeignKey("pathways.Pathway", models.PROTECT, related_name="+")
    to_pathway = models.OneToOneField("pathways.Pathway", models.PROTECT, related_name="project_extension")
    on = models.DateField()
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["on", "id"]

    def __str__(self) -> str:
        return f"{self.project_id} → {self.to_pathway_id}"


class ProjectSuspension(models.Model):
    project = models.ForeignKey(Project, models.CASCADE, related_name="suspensions")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project"], name="one_suspension_at_a_time", condition=Q(ends_on=None)
            ),
            models.CheckConstraint(
                name="suspension_ends_after_start", condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.starts_on}"


class ProjectClosure(models.Model):
    project = models.OneToOneField(Project, models.CASCADE, primary_key=True, related_name="closure")
    closed_on = models.DateField()
    outcome = models.CharField(max_length=14, choices=ClosureOutcome.choices)
    evaluation = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.project_id} {self.outcome}"
