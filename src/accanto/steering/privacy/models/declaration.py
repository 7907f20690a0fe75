from typing import TYPE_CHECKING, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accanto.people.persons.enums import BarReason
from accanto.steering.privacy.enums import DeclarationState

if TYPE_CHECKING:
    from accanto.territory.staff.models import User


class DeclarationQuerySet(models.QuerySet["Declaration"]):
    def to_govern(self, user: "User") -> Self:
        """Those of everybody else: nobody decides about themselves."""
        return self.exclude(user=user) if user.may("privacy.review") else self.none()


class Declaration(models.Model):
    """Whom an operator must not see, as it was written: a codice fiscale, a name with its date of birth, or a case.

    Whether such a person is known is nowhere in this row. Whoever answers to it, today or when they first appear, gets
    a `persons.Bar` that names the declaration. `by` is the operator, or the privacy officer who wrote it.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="declarations")
    codice_fiscale = models.CharField(max_length=16, blank=True)
    first_name = models.CharField(max_length=80, blank=True)
    last_name = models.CharField(max_length=80, blank=True)
    search_name = models.CharField(max_length=180, blank=True, editable=False)
    birth_date = models.DateField(null=True)
    case_number = models.CharField(max_length=12, blank=True)
    reason = models.CharField(max_length=20, choices=BarReason.choices)
    source = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    state = models.CharField(
        max_length=10, choices=DeclarationState.choices, default=DeclarationState.DECLARED
    )
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=300, blank=True)

    objects = DeclarationQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "id"]
        constraints = [
            models.CheckConstraint(
                name="declaration_says_whom",
                condition=~Q(codice_fiscale="")
                | ~Q(search_name="") & Q(birth_date__isnull=False)
                | ~Q(case_number=""),
            ),
            models.CheckConstraint(
                name="declaration_decided_by_somebody_else",
                condition=Q(state="declared", decided_by=None, decided_at=None)
                | ~Q(state="declared") & Q(decided_at__isnull=False) & ~Q(decided_by=F("user")),
            ),
            models.CheckConstraint(
                name="declaration_ends_after_start", condition=Q(ends_at=None) | Q(ends_at__gte=F("at"))
            ),
        ]
        indexes = [
            models.Index(fields=["codice_fiscale"], name="declaration_code"),
            models.Index(fields=["birth_date", "search_name"], name="declaration_name"),
            models.Index(fields=["state", "at"], name="declaration_state"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.state}"
