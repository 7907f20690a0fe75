from typing import TYPE_CHECKING, Self
from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accanto.people.persons.models import Person
from accanto.steering.privacy.enums import ErasureState
from accanto.steering.privacy.models.request import PersonRequest
from accanto.steering.privacy.models.retention import RetentionReview

if TYPE_CHECKING:
    from accanto.territory.staff.models import User


class ErasureQuerySet(models.QuerySet["Erasure"]):
    def visible_to(self, user: "User") -> Self:
        """Whoever sees the request or the review that it comes from."""
        asked = Q(request__in=PersonRequest.objects.visible_to(user).values("pk"))
        return self.filter(asked | Q(review__in=RetentionReview.objects.visible_to(user).values("pk")))


class Erasure(models.Model):
    """Names and words of people go, figures and record stay (GDPR art. 17): one proposes, somebody else confirms.

    It comes from a request that is accepted, or from a case whose term has passed and that may go. `cases` go whole;
    `shared` stay for others, and name the person by pseudonym.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    request = models.OneToOneField(PersonRequest, models.PROTECT, null=True, related_name="erasure")
    review = models.OneToOneField(RetentionReview, models.PROTECT, null=True, related_name="erasure")
    ground = models.CharField(max_length=30, help_text="key in data/erasure_grounds.yaml")
    reason = models.TextField()
    state = models.CharField(max_length=10, choices=ErasureState.choices, default=ErasureState.PROPOSED)
    cases = ArrayField(models.UUIDField(), default=list)
    shared = ArrayField(models.UUIDField(), default=list)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    objects = ErasureQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="erasure_from_one_thing",
                condition=Q(request=None, review__isnull=False) | Q(request__isnull=False, review=None),
            ),
            models.CheckConstraint(
                name="erasure_confirmed_by_another",
                condition=(
                    Q(state="done", confirmed_at__isnull=False, confirmed_by__isnull=False)
                    & ~Q(confirmed_by=F("proposed_by"))
                    | ~Q(state="done") & Q(confirmed_by=None, confirmed_at=None)
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id or self.review_id} {self.state}"


class ErasedPerson(models.Model):
    """Whose names go with an erasure, and what is read in their place."""

    erasure = models.ForeignKey(Erasure, models.CASCADE, related_name="people")
    person = models.ForeignKey(Person, models.PROTECT, related_name="erasures")
    pseudonym = models.CharField(max_length=20, unique=True, help_text="«Persona K7Q2XM»")

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "erased people"
        constraints = [
            models.UniqueConstraint(fields=["erasure", "person"], name="person_erased_once_each_time")
        ]

    def __str__(self) -> str:
        return self.pseudonym
