from typing import TYPE_CHECKING, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from accanto.access.offers.enums import MatchState, VisitState
from accanto.access.offers.models.giver import Thanks
from accanto.access.offers.models.need import Need
from accanto.access.offers.models.offer import Offer

if TYPE_CHECKING:
    from accanto.territory.staff.models import User


class MatchQuerySet(models.QuerySet["Match"]):
    def visible_to(self, user: "User") -> Self:
        """Whoever sees the need."""
        return self.filter(need__in=Need.objects.visible_to(user))


class Match(models.Model):
    """An offer proposed for a need, what the volunteer answered, how it ended.

    It takes `units` of the offer while it is accepted; of goods that were given (`kept`) for good.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    need = models.ForeignKey(Need, models.CASCADE, related_name="matches")
    offer = models.ForeignKey(Offer, models.PROTECT, related_name="matches")
    units = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=MatchState.choices, default=MatchState.PROPOSED)
    kept = models.BooleanField(default=False)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    answered_on = models.DateField(null=True, help_text="when the volunteer said yes or no")
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", help_text="who wrote it down"
    )
    answer_note = models.CharField(max_length=300, blank=True)
    finished_at = models.DateTimeField(null=True)
    end_note = models.CharField(max_length=300, blank=True)

    objects = MatchQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at", "id"]
        verbose_name_plural = "matches"
        constraints = [
            models.CheckConstraint(
                name="match_state_has_its_facts",
                condition=Q(state="proposed", answered_on=None, answered_by=None, finished_at=None)
                | Q(state__in=["accepted", "declined"], finished_at=None)
                & Q(answered_on__isnull=False, answered_by__isnull=False)
                | Q(state="finished", answered_on__isnull=False, finished_at__isnull=False),
            ),
            models.CheckConstraint(
                name="match_keeps_what_was_given", condition=Q(kept=False) | Q(state="finished")
            ),
            models.UniqueConstraint(
                fields=["need"], name="need_accepted_once", condition=Q(state="accepted")
            ),
            models.UniqueConstraint(
                fields=["need", "offer"],
                name="match_proposed_once",
                condition=Q(state__in=["proposed", "accepted"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.need_id} {self.offer_id}"


class Visit(models.Model):
    """One time that the volunteer goes, or brings what was offered; then how it went. `minutes`: really given."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    match = models.ForeignKey(Match, models.CASCADE, related_name="visits")
    day = models.DateField()
    starts = models.TimeField(null=True)
    ends = models.TimeField(null=True)
    state = models.CharField(max_length=10, choices=VisitState.choices, default=VisitState.PLANNED)
    minutes = models.PositiveSmallIntegerField(null=True)
    told = models.CharField(max_length=400, blank=True, help_text="how it went, or why not")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    thanks = models.ForeignKey(Thanks, models.PROTECT, null=True, related_name="visits")

    class Meta:
        ordering = ["day", "starts", "id"]
        constraints = [
            models.CheckConstraint(
                name="visit_state_has_its_facts",
                condition=Q(state="planned", minutes=None, settled_at=None, settled_by=None, thanks=None)
                | Q(state="done", minutes__isnull=False, settled_at__isnull=False, settled_by__isnull=False)
                | Q(state="missed", minutes=None, thanks=None)
                & Q(settled_at__isnull=False, settled_by__isnull=False)
                & ~Q(told=""),
            ),
            models.UniqueConstraint(fields=["match", "day"], name="visit_once_a_day"),
        ]
        indexes = [models.Index(fields=["day", "state"], name="visit_day_state")]

    def __str__(self) -> str:
        return f"{self.match_id} {self.day}"
