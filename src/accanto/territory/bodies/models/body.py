from django.contrib.postgres.fields import ArrayField
from django.db import models

from accanto.territory.bodies.enums import BodyKind, OfficeKind


class Organisation(models.Model):
    """A body of the network: municipality, zone body, health authority, employment centre, cooperative, school."""

    code = models.SlugField(unique=True, max_length=60)
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=20, choices=BodyKind.choices)
    municipality = models.ForeignKey(
        "places.Municipality", models.PROTECT, null=True, blank=True, related_name="organisations"
    )
    quota = models.DecimalField(max_digits=5, decimal_places=2, null=True, help_text="percent, as printed")
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Office(models.Model):
    """A place where people work or are received; offices form a tree under the zone office."""

    code = models.SlugField(unique=True, max_length=60)
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=20, choices=OfficeKind.choices)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="offices")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    seat = models.ForeignKey("places.Municipality", models.PROTECT, related_name="offices")
    address = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    hours = models.CharField(max_length=200, blank=True, help_text="opening hours in words")
    serves = models.ManyToManyField("places.Municipality", blank=True, related_name="served_by")
    compartments = ArrayField(
        models.CharField(max_length=20),
        default=list,
        db_default=[],
        blank=True,
        help_text="fenced compartments that those who coordinate it reach (persons.enums.Compartment)",
    )
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
