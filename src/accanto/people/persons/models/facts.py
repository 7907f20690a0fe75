from django.db import models
from django.db.models import F, Q

from accanto.people.persons.enums import ContactKind, IdentifierKind
from accanto.people.persons.models.person import Person


class Identifier(models.Model):
    """A code that names the person for a while: a codice fiscale is not for life (correction, adoption, omocodia)."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="identifiers")
    kind = models.CharField(max_length=16, choices=IdentifierKind.choices)
    value = models.CharField(max_length=20)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    hidden = models.BooleanField(
        default=False,
        db_default=False,
        editable=False,
        help_text="kept by the database: the person lies in a fenced compartment, and the code betrays nobody",
    )
    doubled = models.BooleanField(
        default=False,
        db_default=False,
        editable=False,
        help_text="another record, of which its writer may learn nothing, holds the code too",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "value"],
                name="identifier_in_force_once",
                condition=Q(valid_to=None, hidden=False, doubled=False),
            )
        ]
        indexes = [models.Index(fields=["value"], name="identifier_value")]

    def __str__(self) -> str:
        return self.value


class Residence(models.Model):
    person = models.ForeignKey(Person, models.CASCADE, related_name="residences")
    municipality = models.ForeignKey("places.Municipality", models.PROTECT, related_name="+")
    address = models.CharField(max_length=200, blank=True)
    protected = models.BooleanField(default=False)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], name="one_present_residence", condition=Q(ends_on=None)
            ),
            models.CheckConstraint(
                name="residence_ends_after_start",
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gt=F("starts_on")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["person"], name="residence_protected", condition=Q(protected=True, ends_on=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} @ {self.municipality_id}"


class ContactPoint(models.Model):
    person = models.ForeignKey(Person, models.CASCADE, related_name="contact_points")
    kind = models.CharField(max_length=8, choices=ContactKind.choices)
    value = models.CharField(max_length=120)
    folded = models.CharField(
        max_length=120, editable=False, help_text="digits of a phone, lower-case e-mail"
    )
    note = models.CharField(max_length=120, blank=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["folded"], name="contact_folded")]

    def __str__(self) -> str:
        return self.value


class Citizenship(models.Model):
    person = models.ForeignKey(Person, models.CASCADE, related_name="citizenships")
    country = models.CharField(max_length=3, help_text="ISO 3166 numeric; Italy is 380")
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)

    class Meta:
        verbose_name_plural = "citizenships"

    def __str__(self) -> str:
        return self.country


class Pregnancy(models.Model):
    """A declared pregnancy: the first 1,000 days run from conception."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="pregnancies")
    declared_on = models.DateField()
    expected_on = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        verbose_name_plural = "pregnancies"

    def __str__(self) -> str:
        return f"{self.person_id} {self.expected_on}"
