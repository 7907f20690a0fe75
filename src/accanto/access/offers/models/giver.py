from typing import TYPE_CHECKING, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accanto.access.offers.enums import GiverKind

if TYPE_CHECKING:
    from accanto.territory.staff.models import User

PERMISSIONS = ("offers.use", "offers.keep")


class GiverQuerySet(models.QuerySet["Giver"]):
    def visible_to(self, user: "User") -> Self:
        """Whoever looks for a volunteer, or keeps the offers, of the whole zone."""
        return self if any(user.may(permission) for permission in PERMISSIONS) else self.none()


class Giver(models.Model):
    """Who offers: a citizen or a body, with contact data that they gave for this alone.

    Never a `persons.Person`: somebody who helps is not somebody who is followed, and the two are not joined. After they
    leave, name and contacts are emptied (`forgotten_at`) and what they did still counts.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=10, choices=GiverKind.choices)
    name = models.CharField(max_length=160)
    organisation = models.ForeignKey("bodies.Organisation", models.PROTECT, null=True, related_name="+")
    contact = models.CharField(max_length=120, blank=True, help_text="of a body: whom to ask for")
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    municipality = models.ForeignKey("places.Municipality", models.PROTECT, related_name="+")
    informed_on = models.DateField(help_text="told how the data are used (GDPR art. 13)")
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()
    forgotten_at = models.DateTimeField(null=True)

    objects = GiverQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                name="giver_can_be_reached",
                condition=~Q(phone="") | ~Q(email="") | Q(forgotten_at__isnull=False),
            ),
            models.CheckConstraint(
                name="giver_body_alone_is_of_the_network",
                condition=Q(organisation=None) | Q(kind="body"),
            ),
            models.CheckConstraint(
                name="giver_forgotten_has_no_contacts",
                condition=Q(forgotten_at=None) | Q(phone="", email="", contact=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class GiverCheck(models.Model):
    """Something that was checked, and until when it holds; never what a certificate says. Renewed by a new row."""

    giver = models.ForeignKey(Giver, models.CASCADE, related_name="checks")
    code = models.CharField(max_length=40, help_text="key of data/checks.yaml")
    done_on = models.DateField()
    last_day = models.DateField(null=True, help_text="last day on which it holds; none: for good")
    note = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-done_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="giver_check_holds_after_it_is_done",
                condition=Q(last_day=None) | Q(last_day__gte=F("done_on")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.giver_id} {self.code}"


class Thanks(models.Model):
    """A letter for what was given from one day to another: hours and days, never for whom."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    giver = models.ForeignKey(Giver, models.PROTECT, related_name="thanks")
    first_day = models.DateField()
    last_day = models.DateField()
    minutes = models.PositiveIntegerField(help_text="of the services that it thanks for")
    times = models.PositiveSmallIntegerField()
    document = models.ForeignKey("documents.Document", models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]
        verbose_name_plural = "thanks"
        constraints = [
            models.CheckConstraint(name="thanks_for_days_in_order", condition=Q(last_day__gte=F("first_day")))
        ]

    def __str__(self) -> str:
        return f"{self.giver_id} {self.at:%Y-%m-%d}"
