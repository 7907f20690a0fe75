from django.contrib.postgres.fields import ArrayField
from django.db import models

from accanto.territory.staff.enums import ContractKind, Profession, WorkArea


class Operator(models.Model):
    """The professional behind an account: employees of the zone and external partners alike."""

    user = models.OneToOneField("staff.User", models.PROTECT, primary_key=True, related_name="operator")
    organisation = models.ForeignKey("bodies.Organisation", models.PROTECT, related_name="operators")
    profession = models.CharField(max_length=30, choices=Profession.choices)
    phone = models.CharField(max_length=40, blank=True)
    competences = ArrayField(models.CharField(max_length=40), default=list, blank=True)

    def __str__(self) -> str:
        return str(self.user)


class Contract(models.Model):
    """Hours that somebody works for somebody, from–to (half-open). Full-time equivalents come from these rows."""

    operator = models.ForeignKey(Operator, models.PROTECT, related_name="contracts")
    employer = models.ForeignKey("bodies.Organisation", models.PROTECT, related_name="contracts")
    kind = models.CharField(max_length=12, choices=ContractKind.choices)
    area = models.CharField(max_length=8, choices=WorkArea.choices)
    weekly_hours = models.DecimalField(max_digits=4, decimal_places=1)
    full_time_hours = models.DecimalField(max_digits=4, decimal_places=1, default=36)
    functions = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                name="contract_ends_after_start",
                condition=models.Q(ends_on=None) | models.Q(ends_on__gt=models.F("starts_on")),
            ),
            models.CheckConstraint(
                name="contract_hours_in_a_week", condition=models.Q(weekly_hours__gt=0, weekly_hours__lte=60)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.operator_id} {self.weekly_hours} h"


class OfficePost(models.Model):
    """In which office somebody works, from–to (half-open); one person may hold several posts."""

    user = models.ForeignKey("staff.User", models.PROTECT, related_name="posts")
    office = models.ForeignKey("bodies.Office", models.PROTECT, related_name="posts")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["starts_on", "id"]

    def __str__(self) -> str:
        return f"{self.user_id} @ {self.office_id}"


class RoleGrant(models.Model):
    """A role held in an office, from–to (half-open), with who gave it and why."""

    user = models.ForeignKey("staff.User", models.PROTECT, related_name="role_grants")
    role = models.CharField(max_length=30)
    office = models.ForeignKey("bodies.Office", models.PROTECT, related_name="role_grants")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    granted_by = models.ForeignKey("staff.User", models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "office"],
                name="role_once_at_a_time",
                condition=models.Q(ends_on=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"
