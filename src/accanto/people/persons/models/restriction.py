from django.conf import settings
from django.db import models
from django.db.models import Q

from accanto.people.persons.enums import RestrictionGround
from accanto.people.persons.models.person import Person


class Restriction(models.Model):
    """The data of a person are kept and not changed, because they asked (GDPR art. 18); in force until it ends.

    While it lasts the database itself refuses to change or delete who they are, where they live and how they are
    reached, and to erase them. The person is told before it ends (art. 18, par. 3).
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="restrictions")
    ground = models.CharField(max_length=12, choices=RestrictionGround.choices)
    reason = models.TextField()
    request = models.UUIDField(help_text="privacy.PersonRequest that it answers")
    starts_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ends_at = models.DateTimeField(null=True)
    end_reason = models.TextField(blank=True)
    told_on = models.DateField(null=True, help_text="when the person was told that it ends")
    told_how = models.CharField(max_length=200, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-starts_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], name="one_present_restriction", condition=Q(ends_at=None)
            ),
            models.CheckConstraint(name="restriction_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="restriction_ends_when_told",
                condition=Q(ends_at=None, ended_by=None, told_on=None)
                | Q(ends_at__gte=models.F("starts_at"), ended_by__isnull=False, told_on__isnull=False)
                & ~Q(end_reason="")
                & ~Q(told_how=""),
            ),
        ]
        indexes = [models.Index(fields=["request"], name="restriction_request")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.ground}"
