from typing import TYPE_CHECKING, Self
from uuid import uuid4

from django.conf import settings
from django.db import models

if TYPE_CHECKING:
    from accanto.territory.staff.models import User


class SearchQuerySet(models.QuerySet["PersonSearch"]):
    def visible_to(self, user: "User") -> Self:
        return self.filter(by=user)


class PersonSearch(models.Model):
    """Somebody looked for a person before writing them down: without it, or twice with the same, nobody is written.

    `given` is a digest: what was typed is not kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField()
    given = models.CharField(max_length=64)
    shown = models.PositiveSmallIntegerField(help_text="likenesses that were shown")
    person = models.ForeignKey("persons.Person", models.CASCADE, null=True, related_name="+")

    objects = SearchQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "person searches"
        indexes = [models.Index(fields=["at"], name="person_search_at")]

    def __str__(self) -> str:
        return f"{self.by_id} {self.at:%Y-%m-%d %H:%M}"
