from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accanto.casework.cases.enums import AppointmentKind, AppointmentState, DeadlineState
from accanto.casework.cases.models.case import Case


class Deadline(models.Model):
    """A clock that runs for somebody. `code` names a registered kind (title, sentence, action); `params` fill it.

    `subject` is the id of the row that the deadline is about: closing that work closes the deadline.
    """

    case = models.ForeignKey(Case, models.CASCADE, null=True, related_name="deadlines")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="deadlines")
    code = models.CharField(max_length=60)
    params = models.JSONField(default=dict)
    subject = models.UUIDField(null=True)
    started_on = models.DateField()
    due_on = models.DateField()
    rule = models.CharField(max_length=200, blank=True, help_text="law or resolution, as in the rule file")
    state = models.CharField(max_length=10, choices=DeadlineState.choices, default=DeadlineState.OPEN)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="deadline_closed_has_a_time",
                condition=Q(state="open", closed_at=None) | ~Q(state="open") & Q(closed_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["subject", "code"], name="one_open_deadline_per_subject", condition=Q(state="open")
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "due_on"], name="deadline_owner_due", condition=Q(state="open")),
            models.Index(fields=["case", "due_on"], name="deadline_case_due", condition=Q(state="open")),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.due_on}"


class Appointment(models.Model):
    """People meet at a time in a place."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, null=True, related_name="appointments")
    kind = models.CharField(max_length=14, choices=AppointmentKind.choices)
    title = models.CharField(max_length=160, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    office = models.ForeignKey("bodies.Office", models.PROTECT, null=True, related_name="appointments")
    place = models.CharField(max_length=160, blank=True)
    state = models.CharField(
        max_length=10, choices=AppointmentState.choices, default=AppointmentState.PLANNED
    )

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="appointment_ends_after_start", condition=Q(ends_at__gt=F("starts_at"))
            )
        ]
        indexes = [models.Index(fields=["case", "starts_at"], name="appointment_case_start")]

    def __str__(self) -> str:
        return f"{self.kind} {self.starts_at:%Y-%m-%d %H:%M}"


class AppointmentOperator(models.Model):
    appointment = models.ForeignKey(Appointment, models.CASCADE, related_name="operators")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="appointments")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["appointment", "user"], name="operator_once_per_appointment")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} @ {self.appointment_id}"
