from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.timezone import localdate

from accanto.access.desk.enums import PointKind
from accanto.people.persons.visibility import asked_at

if TYPE_CHECKING:
    from accanto.territory.staff.models import User


class AccessPointQuerySet(models.QuerySet["AccessPoint"]):
    def served_by(self, user: "User", on: date) -> Self:
        """Where somebody receives people on a day."""
        posts = DeskPost.objects.filter(in_force(on), user=user, point=OuterRef("pk"))
        return self.filter(Exists(posts))

    def visible_to(self, user: "User") -> Self:
        """Where one serves, and what lies in an office that one coordinates."""
        posts = DeskPost.objects.filter(in_force(localdate(asked_at())), user=user, point=OuterRef("pk"))
        return self.filter(Exists(posts) | Q(office__in=user.access.coordinates))


class AccessPoint(models.Model):
    """An office that receives the public. Where it is, its hours and the towns that it serves are the office's."""

    office = models.OneToOneField("bodies.Office", models.PROTECT, related_name="access_point")
    kind = models.CharField(max_length=20, choices=PointKind.choices)
    windows = models.PositiveSmallIntegerField(default=1, help_text="where people are received at one time")
    languages = ArrayField(
        models.CharField(max_length=3),
        default=list,
        blank=True,
        help_text="spoken at the desk without a mediator",
    )
    partners = models.ManyToManyField(
        "bodies.Organisation", blank=True, related_name="+", help_text="bodies that sit here too"
    )
    unit = models.ForeignKey(
        "bodies.Office",
        models.PROTECT,
        null=True,
        related_name="+",
        help_text="proposed for taking in charge",
    )
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    objects = AccessPointQuerySet.as_manager()

    class Meta:
        ordering = ["office__name"]
        constraints = [
            models.CheckConstraint(name="point_has_a_window", condition=Q(windows__gte=1, windows__lte=30)),
        ]

    def __str__(self) -> str:
        return self.office.name


class DeskPost(models.Model):
    """Who receives people at an access point, from–to (half-open)."""

    point = models.ForeignKey(AccessPoint, models.CASCADE, related_name="posts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="desk_posts")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="desk_post_ends_after_start", condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on"))
            ),
            models.UniqueConstraint(
                fields=["point", "user"], name="desk_post_once_at_a_time", condition=Q(ends_on=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} @ {self.point_id}"


def in_force(on: date) -> Q:
    return Q(starts_on__lte=on) & (Q(ends_on=None) | Q(ends_on__gt=on))
