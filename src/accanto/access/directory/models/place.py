from uuid import uuid4

from django.db import models
from django.db.models import Q

from accanto.access.directory.models.entry import Entry


class EntryPlace(models.Model):
    """Where a service is met, and when. The id is the HSDS id of the service at that location."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="places")
    position = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=160, blank=True, help_text="of the seat, where it has one")
    address = models.CharField(max_length=200, blank=True)
    postal_code = models.CharField(max_length=10, blank=True)
    municipality = models.ForeignKey("places.Municipality", models.PROTECT, null=True, related_name="+")
    town = models.CharField(
        max_length=120, blank=True, help_text="as written, where not a known municipality"
    )
    secret = models.BooleanField(default=False, help_text="the address is told to nobody, and not kept here")
    hours = models.JSONField(
        default=list, help_text="[[weekday 1–7, opens, closes], …]; past midnight allowed"
    )
    hours_words = models.CharField(max_length=300, blank=True)
    by_appointment = models.BooleanField(default=False)
    closed_on_holidays = models.BooleanField(default=True)
    accessible = models.BooleanField(null=True, help_text="without steps; not known where empty")
    telephone = models.CharField(max_length=80, blank=True, help_text="of this seat, where it has its own")

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "position"], name="entry_place_position"),
            models.CheckConstraint(
                name="secret_address_is_not_kept",
                condition=Q(secret=False) | Q(address="", postal_code="", name=""),
            ),
        ]

    def __str__(self) -> str:
        return self.address or self.name

    @property
    def town_name(self) -> str:
        return self.municipality.name if self.municipality else self.town
