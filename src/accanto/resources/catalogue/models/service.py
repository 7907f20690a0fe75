from datetime import date
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accanto.resources.catalogue.enums import DeliveryMode


class ServiceQuerySet(models.QuerySet["Service"]):
    def on_offer(self, on: date) -> Self:
        """What can be given on a day; retired services stay in the projects that have them."""
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=on), Q(retired_on=None) | Q(retired_on__gt=on)
        )


class Service(models.Model):
    """What can be given. Codes of the ministries' lists stand side by side because none contains the others."""

    code = models.SlugField(unique=True, max_length=60)
    name = models.CharField(max_length=160)
    description = models.CharField(max_length=400, blank=True)
    mode = models.CharField(max_length=12, choices=DeliveryMode.choices)
    siuss_code = models.CharField(max_length=10, blank=True)
    leps = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    in_national_plan = models.BooleanField(default=False)
    parenting_support = models.BooleanField(default=False)
    holder = models.CharField(max_length=160, blank=True, help_text="who runs it, in words")
    referral = models.CharField(max_length=60, blank=True, help_text="who sends people there")
    funds = models.ManyToManyField("funding.Fund", blank=True, related_name="services")
    plan_lines = models.ManyToManyField("funding.PlanLine", blank=True, related_name="services")
    valid_from = models.DateField(null=True)
    retired_on = models.DateField(null=True)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
