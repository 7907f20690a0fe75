from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from accanto.casework.cases.enums import DiaryKind
from accanto.casework.cases.models.case import Case
from accanto.casework.cases.models.network import NetworkContact
from accanto.people.persons.enums import Depth
from accanto.people.persons.visibility import seen_by_context

if TYPE_CHECKING:
    from accanto.territory.staff.models import User


class DiaryQuerySet(models.QuerySet["DiaryEntry"]):
    def visible_to(self, user: "User") -> Self:
        """Those who read the case read its diary, apart from the personal notes of others."""
        mine = Q(author=user) | ~Q(kind=DiaryKind.PERSONAL)
        return self.filter(mine, seen_by_context(user, depth=Depth.READ, context="case_id"))

    def told(self) -> Self:
        """With `told`, the newest text: the first one is never changed (`DiaryVersion`)."""
        newest = DiaryVersion.objects.filter(entry=OuterRef("pk")).order_by("-number")
        return self.annotate(told=Coalesce(Subquery(newest.values("text")[:1]), F("text")))


class DiaryEntry(models.Model):
    """What a professional writes of an encounter. A personal note is seen by its author alone.

    The database keeps the text as it was first written (`sql/diary.sql`); kind, moment and minutes are those of the
    newest version.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="diary")
    kind = models.CharField(max_length=12, choices=DiaryKind.choices)
    text = models.TextField()
    happened_at = models.DateTimeField()
    written_at = models.DateTimeField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="diary_entries")
    minutes = models.PositiveSmallIntegerField(null=True)

    # Read by `DiaryQuerySet.told`.
    told: str

    objects = DiaryQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_at", "-id"]
        verbose_name_plural = "diary entries"
        indexes = [models.Index(fields=["case", "-happened_at"], name="diary_case_happened")]

    def __str__(self) -> str:
        return f"{self.kind} {self.happened_at:%Y-%m-%d}"


class DiaryVersion(models.Model):
    """An entry as it stood: number 1 as it was written, each following one with who corrected it, when and why."""

    entry = models.ForeignKey(DiaryEntry, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=DiaryKind.choices)
    text = models.TextField()
    happened_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(null=True)
    present = models.TextField(blank=True, help_text="who was there, in words")
    reason = models.CharField(max_length=300, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "number"], name="diary_version_once"),
            models.CheckConstraint(
                name="diary_correction_has_a_reason",
                condition=Q(number=1, reason="") | Q(number__gt=1) & ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} v{self.number}"


class DiaryParticipant(models.Model):
    """Who took part in what an entry tells: a member, an operator, somebody of the network, or free words."""

    entry = models.ForeignKey(DiaryEntry, models.CASCADE, related_name="participants")
    person = models.ForeignKey("persons.Person", models.PROTECT, null=True, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    contact = models.ForeignKey(NetworkContact, models.PROTECT, null=True, related_name="+")
    words = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="participant_is_exactly_one",
                condition=Q(person__isnull=False, user=None, contact=None, words="")
                | Q(person=None, user__isnull=False, contact=None, words="")
                | Q(person=None, user=None, contact__isnull=False, words="")
                | Q(person=None, user=None, contact=None) & ~Q(words=""),
            )
        ]

    def __str__(self) -> str:
        return self.words or f"{self.person_id or self.user_id or self.contact_id}"
