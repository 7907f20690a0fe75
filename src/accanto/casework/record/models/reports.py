from typing import TYPE_CHECKING, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from accanto.casework.record.enums import ReportState
from accanto.people.persons.enums import Depth
from accanto.people.persons.visibility import seen_by_context

if TYPE_CHECKING:
    from accanto.territory.staff.models import User


class SocialReportQuerySet(models.QuerySet["SocialReport"]):
    def visible_to(self, user: "User", depth: int = Depth.READ) -> Self:
        return self.filter(seen_by_context(user, depth=depth, context="case_id"))


class SocialReport(models.Model):
    """A report to somebody outside: a draft with proposals merged from the data, then frozen with its signature.

    `revision` grows with every save, so that two hands do not cover one another; `number` is that of the version.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="social_reports")
    template = models.CharField(max_length=30, help_text="key in data/report_templates.yaml")
    template_since = models.DateField(help_text="from which day the version of the template holds")
    title = models.CharField(max_length=160)
    addressee = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=ReportState.choices, default=ReportState.DRAFT)
    number = models.PositiveSmallIntegerField(default=1)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    change_reason = models.CharField(max_length=300, blank=True)
    revision = models.PositiveIntegerField(default=1)
    proposals = models.JSONField(
        default=dict, help_text="by section: what the data say, and of when they are"
    )
    content = models.JSONField(default=dict, help_text="by section: what the writer kept or wrote")
    merged_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)
    document = models.ForeignKey("documents.Document", models.PROTECT, null=True, related_name="+")
    fingerprint = models.CharField(max_length=64, blank=True, help_text="SHA-256 of what was printed")

    objects = SocialReportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="signed_report_has_who_when_and_paper",
                condition=Q(
                    state__in=["signed", "replaced"],
                    signed_by__isnull=False,
                    signed_at__isnull=False,
                    document__isnull=False,
                )
                & ~Q(fingerprint="")
                | Q(state__in=["draft", "dropped"], signed_by=None, signed_at=None, document=None),
            ),
            models.CheckConstraint(
                name="new_version_of_a_report_has_a_reason",
                condition=Q(replaces=None, number=1) | Q(number__gt=1) & ~Q(change_reason=""),
            ),
        ]
        indexes = [models.Index(fields=["case", "state"], name="social_report_case_state")]

    def __str__(self) -> str:
        return f"{self.title} v{self.number}"
