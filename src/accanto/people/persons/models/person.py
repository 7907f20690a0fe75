from typing import TYPE_CHECKING, Any, Self
from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from accanto.people.persons.enums import Compartment, Depth, IdentityLevel, Sex
from accanto.people.persons.naming import search_name
from accanto.people.persons.told_names import teller
from accanto.people.persons.visibility import seen_by_person

if TYPE_CHECKING:
    from accanto.territory.staff.models import User


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, user: "User", depth: int = Depth.CARD) -> Self:
        return self.filter(seen_by_person(user, depth=depth))


class Person(models.Model):
    """Identity only. Everything that changes with time (codes, residence, contacts) is a dated row beside it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    first_name = models.CharField(max_length=80, blank=True)
    last_name = models.CharField(max_length=80)
    sex = models.CharField(max_length=1, choices=Sex.choices, blank=True)
    birth_date = models.DateField(null=True)
    birth_place = models.CharField(
        max_length=4, blank=True, help_text="Belfiore code of town or foreign state"
    )
    identity_level = models.CharField(
        max_length=12, choices=IdentityLevel.choices, default=IdentityLevel.DECLARED
    )
    compartment = models.CharField(
        max_length=20,
        choices=Compartment.choices,
        default=Compartment.ORDINARY,
        db_default="ordinary",
        help_text="of the whole person (an adoption, a refuge), beside that of a case",
    )
    pseudonymous = models.BooleanField(default=False)
    died_on = models.DateField(null=True)
    search_name = models.CharField(
        max_length=180, editable=False, help_text="folded «last first», for matching"
    )
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["last_name", "first_name", "id"]
        indexes = [
            GinIndex(fields=["search_name"], name="person_search_trgm", opclasses=["gin_trgm_ops"]),
            models.Index(fields=["birth_date"], name="person_birth_date"),
            models.Index(
                fields=["compartment"],
                name="person_kept_apart",
                condition=~models.Q(compartment=Compartment.ORDINARY),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @classmethod
    def from_db(cls, *given: Any, **more: Any) -> Self:
        """As it is told to whoever reads: a page that forgets to ask cannot tell the true name."""
        person = super().from_db(*given, **more)
        told = teller()
        if told is not None:
            person.first_name, person.last_name = told.name_of(person.pk)
            person.search_name = search_name(person.last_name, person.first_name)
        return person
