from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accanto.casework.cases.enums import DiaryKind
from accanto.casework.cases.models.case import Case
from accanto.people.persons.enums import Depth
from accanto.people.persons.visibility import seen_by_context

if TYPE_CHECKING:
    from accanto.territory.staff.models import User


class DiaryQuerySet(models.QuerySet["DiaryEntry"]):
    def visible_to(self, user: "User") -> Self:
        """Those who read the case read its diary, apart from the personal notes of others."""
        mine = Q(author=user) | ~Q(kind=DiaryKind.PERSONAL)
        return self.filter(mine, seen_by_context(user, depth=Depth.READ, context="case_id"))


class DiaryEntry(models.Model):
    """What a professional writes of an encounter. A personal note is seen by its author alone."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="diary")
    kind = models.CharField(max_length=12, choices=DiaryKind.choices)
    text = models.TextField()
    happened_at = models.DateTimeField()
    written_at = models.DateTimeField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="diary_entries")
    minutes = models.PositiveSmallIntegerField(null=True)

    objects = DiaryQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_at", "-id"]
        verbose_name_plural = "diary entries"
        indexes = [models.Index(fields=["case", "-happened_at"], name="diary_case_happened")]

    def __str__(self) -> str:
        return f"{self.kind} {self.happened_at:%Y-%m-%d}"
