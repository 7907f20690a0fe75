from django.db import models


class District(models.Model):
    """A part of the zone with its own professional unit."""

    code = models.SlugField(unique=True)
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Municipality(models.Model):
    """A municipality as it existed from–to: mergers keep the old row, which people born there still carry."""

    istat_code = models.CharField(max_length=6, unique=True)
    belfiore = models.CharField(max_length=4, unique=True)
    name = models.CharField(max_length=120)
    province = models.CharField(max_length=2)
    in_zone = models.BooleanField(default=False)
    district = models.ForeignKey(District, models.PROTECT, null=True, related_name="municipalities")
    exists_from = models.DateField(null=True)
    exists_to = models.DateField(null=True)
    replaced_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="replaces")

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "municipalities"

    def __str__(self) -> str:
        return self.name


class Zone(models.Model):
    """The zone that this instance serves; one row."""

    name = models.CharField(max_length=120)
    legal_name = models.CharField(max_length=200)
    fiscal_code = models.CharField(max_length=11)
    address = models.CharField(max_length=200, blank=True)
    seat = models.ForeignKey(Municipality, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.name


class ResidentCount(models.Model):
    """Residents on a date, of a municipality or (without one) of the whole zone, with its source."""

    municipality = models.ForeignKey(Municipality, models.CASCADE, null=True, related_name="resident_counts")
    on = models.DateField()
    residents = models.PositiveIntegerField()
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ["-on"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "on"], name="resident_count_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.on}: {self.residents}"
