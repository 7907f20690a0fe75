from typing import TYPE_CHECKING, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from accanto.access.reports.enums import Channel, Part, ReporterKind, ReportState, Urgency
from accanto.people.persons.compartments import fenced
from accanto.people.persons.enums import Compartment, Depth
from accanto.people.persons.visibility import ids_from, seen_by_context

if TYPE_CHECKING:
    from accanto.territory.staff.models import User

PERMISSIONS = ("reports.receive", "reports.evaluate")


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, user: "User") -> Self:
        """The office that received it, its evaluator, and whoever works on the case that it ended in.

        In a fenced compartment, of the office only those who coordinate it, if it is marked for that compartment; who
        wrote it down sees it until somebody evaluates it. Whoever must not see somebody in it never does.
        """
        mine = Q(evaluator=user) | Q(received_by=user, state=ReportState.RECEIVED)
        in_case = Q(case__isnull=False) & Q(seen_by_context(user, depth=Depth.WORK, context="case_id"))
        if any(user.may(permission) for permission in PERMISSIONS):
            behind = Q(compartment__in=fenced())
            mine |= ~behind & Q(office__in=user.access.offices | user.access.coordinates)
            marked = Q(office__compartments__contains=[models.F("compartment")])
            mine |= behind & marked & Q(office__in=user.access.coordinates)
        return self.filter(mine | in_case).exclude(pk__in=ids_from("acc_barred_reports", user))


class Report(models.Model):
    """What a third party tells the service: one sender, one moment, one office that answers for it.

    `kind` is a key of `data/kinds.yaml`, read as it was in force on the day it was received.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    number = models.CharField(max_length=12, unique=True, help_text="year/progressive")
    kind = models.CharField(max_length=40)
    state = models.CharField(max_length=12, choices=ReportState.choices, default=ReportState.RECEIVED)
    urgency = models.CharField(max_length=10, choices=Urgency.choices, default=Urgency.ORDINARY)
    compartment = models.CharField(max_length=20, choices=Compartment.choices, default=Compartment.ORDINARY)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    received_at = models.DateTimeField(help_text="when it reached the service")
    registered_at = models.DateTimeField()
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    office = models.ForeignKey("bodies.Office", models.PROTECT, related_name="reports")
    reporter_kind = models.CharField(max_length=20, choices=ReporterKind.choices)
    reporter_body = models.CharField(max_length=160, blank=True, help_text="body or office, in words")
    reporter_name = models.CharField(max_length=160, blank=True, help_text="who signs or calls")
    reporter_contact = models.CharField(max_length=160, blank=True)
    covered = models.BooleanField(default=False, help_text="the person who reports asks not to be named")
    sender_protocol = models.CharField(max_length=60, blank=True)
    sender_date = models.DateField(null=True)
    text = models.TextField()
    placed_at = models.DateTimeField(null=True, help_text="when the minor was placed (art. 403 c.c.)")
    evaluator = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="reports")

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-number"]
        constraints = [
            models.CheckConstraint(
                name="report_state_has_its_facts",
                condition=Q(state="received", taken_at=None, closed_at=None)
                | Q(
                    state__in=["evaluating", "answered"],
                    evaluator__isnull=False,
                    taken_at__isnull=False,
                    closed_at=None,
                )
                | Q(state="closed", evaluator__isnull=False, taken_at__isnull=False, closed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="report_joins_a_case_when_closed", condition=Q(case=None) | Q(state="closed")
            ),
            models.CheckConstraint(name="report_says_something", condition=~Q(text="")),
        ]
        indexes = [
            models.Index(fields=["office", "state", "-received_at"], name="report_office_state"),
            models.Index(fields=["evaluator", "state"], name="report_evaluator_state"),
        ]

    def __str__(self) -> str:
        return self.number


class NamedPerson(models.Model):
    """Somebody as the report names them; who they are in the register, once somebody has recognised them."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="named")
    last_name = models.CharField(max_length=80, blank=True)
    first_name = models.CharField(max_length=80, blank=True)
    birth_date = models.DateField(null=True)
    known = models.CharField(max_length=300, blank=True, help_text="what is known of somebody without a name")
    part = models.CharField(max_length=12, choices=Part.choices, default=Part.CONCERNED)
    search_name = models.CharField(max_length=180, blank=True, editable=False)
    person = models.ForeignKey("persons.Person", models.PROTECT, null=True, related_name="named_in_reports")
    recognised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recognised_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(name="named_somehow", condition=~Q(last_name="", first_name="", known="")),
            models.CheckConstraint(
                name="recognised_by_somebody",
                condition=Q(person=None, recognised_at=None, recognised_by=None)
                | Q(person__isnull=False, recognised_at__isnull=False, recognised_by__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["report", "person"], name="named_once", condition=Q(person__isnull=False)
            ),
        ]
        indexes = [models.Index(fields=["search_name"], name="named_search_name")]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.known

    @property
    def has_name(self) -> bool:
        """`known` then says more; else it stands for the name."""
        return bool(self.first_name or self.last_name)
