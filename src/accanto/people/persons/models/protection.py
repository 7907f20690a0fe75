"""Persons in danger: what must not be told of them, how to reach them, and who must never see them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accanto.people.persons.enums import BarReason, ProtectionKind, ProtectionReason
from accanto.people.persons.models.person import Person


class Protection(models.Model):
    """Where the person lives, and how they are reached, is not told; from–to (half-open).

    `source` is the paper or the body behind it: number of the order, name of the centre.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="protections")
    kind = models.CharField(max_length=12, choices=ProtectionKind.choices)
    reason = models.CharField(max_length=20, choices=ProtectionReason.choices)
    source = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    end_reason = models.CharField(max_length=200, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], name="one_present_protection", condition=Q(ends_on=None)
            ),
            models.CheckConstraint(
                name="protection_ends_after_start",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind}"


class SafeContact(models.Model):
    """Whom to call, how and when, so that the call itself does no harm; `post_to` is where letters may go."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="safe_contacts")
    who = models.CharField(max_length=120)
    how = models.CharField(max_length=160)
    when = models.CharField(max_length=160, blank=True)
    post_to = models.CharField(
        max_length=200, blank=True, help_text="empty: letters are handed over in person"
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], name="one_present_safe_contact", condition=Q(ends_on=None)
            ),
            models.CheckConstraint(
                name="safe_contact_ends_after_start",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.who}"


class Bar(models.Model):
    """`user` must not see `person`, nor any case in which the person is, whatever right is given; from–to.

    One row for each member when a whole household is barred.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="bars")
    person = models.ForeignKey(Person, models.CASCADE, related_name="bars")
    reason = models.CharField(max_length=20, choices=BarReason.choices)
    source = models.CharField(max_length=200)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=200, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        help_text="null: the operator’s own declaration",
    )
    declaration = models.UUIDField(
        null=True, help_text="privacy.Declaration that it comes from; null: written on a case"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "person"], name="one_present_bar", condition=Q(ends_at=None)
            ),
            models.CheckConstraint(name="nobody_bars_themselves", condition=~Q(user=F("written_by"))),
            models.CheckConstraint(
                name="bar_ends_after_start", condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at"))
            ),
        ]
        indexes = [models.Index(fields=["declaration"], name="bar_declared", condition=~Q(declaration=None))]

    def __str__(self) -> str:
        return f"{self.user_id} ≠ {self.person_id}"
