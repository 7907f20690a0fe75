from typing import TYPE_CHECKING, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from accanto.people.persons.enums import Depth
from accanto.people.persons.visibility import seen_by_context

if TYPE_CHECKING:
    from accanto.territory.staff.models import User


class PersonalNoteQuerySet(models.QuerySet["PersonalNote"]):
    def visible_to(self, user: "User") -> Self:
        return self.filter(seen_by_context(user, depth=Depth.READ, context="case_id"), author=user)


class PersonalNote(models.Model):
    """A working note of one professional: no part of the record, read by nobody else (L. 119/2001, code of ethics).

    History keeps that it was there, never its words.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="personal_notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="personal_notes")
    text = models.TextField()
    written_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True)
    entry = models.ForeignKey("cases.DiaryEntry", models.PROTECT, null=True, related_name="+")
    promoted_at = models.DateTimeField(null=True)

    objects = PersonalNoteQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="promoted_note_has_its_entry",
                condition=Q(entry=None, promoted_at=None) | Q(entry__isnull=False, promoted_at__isnull=False),
            )
        ]
        indexes = [models.Index(fields=["case", "author"], name="personal_note_case_author")]

    def __str__(self) -> str:
        return f"{self.author_id} {self.written_at:%Y-%m-%d}"
