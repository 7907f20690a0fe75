from django.db import models
from django.db.models import Q

from accanto.casework.agenda.enums import Channel, ReminderState, Withheld
from accanto.casework.agenda.models.place import Place


class Reminder(models.Model):
    """What was sent about an appointment or a place, when, to which contact (masked); or why nothing was.

    One row for each of them, whatever becomes of it: nobody is ever reminded twice.
    """

    appointment = models.OneToOneField(
        "cases.Appointment", models.CASCADE, null=True, related_name="reminder"
    )
    place = models.OneToOneField(Place, models.CASCADE, null=True, related_name="reminder")
    channel = models.CharField(max_length=6, choices=Channel.choices, blank=True)
    contact = models.CharField(max_length=60, blank=True, help_text="masked")
    text = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=ReminderState.choices)
    why = models.CharField(max_length=12, choices=Withheld.choices, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=200, blank=True, help_text="what the sender answered")
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    reference = models.CharField(max_length=80, blank=True, help_text="the sender’s own number")

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="reminder_of_one_thing",
                condition=Q(appointment=None, place__isnull=False) | Q(appointment__isnull=False, place=None),
            ),
            models.CheckConstraint(
                name="reminder_state_has_its_facts",
                condition=Q(state="withheld", sent_at=None) & ~Q(why="")
                | Q(state="sent", sent_at__isnull=False, why="") & ~Q(channel="")
                | Q(state__in=["sending", "failed"], sent_at=None, why="") & ~Q(channel=""),
            ),
        ]
        indexes = [models.Index(fields=["state"], name="reminder_failed", condition=Q(state="failed"))]

    def __str__(self) -> str:
        return f"{self.channel} {self.state}"
