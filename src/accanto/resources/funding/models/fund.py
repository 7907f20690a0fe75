from django.db import models


class Fund(models.Model):
    """Money that the zone may spend, with its source and the amount assigned (euro)."""

    code = models.SlugField(unique=True, max_length=60)
    name = models.CharField(max_length=160)
    source = models.CharField(max_length=120)
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    note = models.CharField(max_length=300, blank=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    retired_on = models.DateField(null=True, help_text="no longer in the reference file; never deleted")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class PlanLine(models.Model):
    """One action of the zone plan, with its code of expenditure and its amount as approved."""

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="plan_lines")
    code = models.CharField(max_length=10)
    objective = models.PositiveSmallIntegerField()
    priority = models.PositiveSmallIntegerField()
    expenditure_code = models.CharField(max_length=10, blank=True)
    title = models.CharField(max_length=200)
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    procurement = models.CharField(max_length=60, blank=True)
    note = models.CharField(max_length=300, blank=True)
    retired_on = models.DateField(null=True)

    class Meta:
        ordering = ["objective", "code"]
        constraints = [models.UniqueConstraint(fields=["fund", "code"], name="plan_line_once_per_fund")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"
