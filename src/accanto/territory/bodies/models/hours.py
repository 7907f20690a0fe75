from datetime import date, timedelta
from uuid import uuid4

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, IntegerRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, IntegerField, Q

from accanto.territory.bodies.enums import Audience
from accanto.territory.bodies.models.body import Office


class _Days(Func):
    function = "daterange"
    output_field = DateRangeField()


class _Hours(Func):
    function = "int4range"
    output_field = IntegerRangeField()


class _Seconds(Func):
    template = "(EXTRACT(EPOCH FROM %(expressions)s)::integer)"
    output_field = IntegerField()


class OfficeHours(models.Model):
    """The office is open from–to on a weekday (0 is Monday), local time; days from–to half-open."""

    office = models.ForeignKey(Office, models.CASCADE, related_name="weekly_hours")
    weekday = models.PositiveSmallIntegerField()
    opens = models.TimeField()
    closes = models.TimeField()
    audience = models.CharField(max_length=12, choices=Audience.choices, default=Audience.PUBLIC)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        ordering = ["weekday", "opens", "id"]
        constraints = [
            models.CheckConstraint(
                name="office_hours_close_after_opening", condition=Q(closes__gt=F("opens"))
            ),
            models.CheckConstraint(name="office_hours_on_a_weekday", condition=Q(weekday__lte=6)),
            models.CheckConstraint(
                name="office_hours_last_a_day",
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
            ),
            ExclusionConstraint(
                name="office_hours_do_not_overlap",
                expressions=[
                    ("office", RangeOperators.EQUAL),
                    ("weekday", RangeOperators.EQUAL),
                    ("audience", RangeOperators.EQUAL),
                    (_Days(F("valid_from"), F("valid_to")), RangeOperators.OVERLAPS),
                    (_Hours(_Seconds(F("opens")), _Seconds(F("closes"))), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office_id} {self.weekday} {self.opens:%H:%M}–{self.closes:%H:%M}"


class OfficeClosure(models.Model):
    """The office is shut on these days (half-open), beside holidays and the patron saint's."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    office = models.ForeignKey(Office, models.CASCADE, related_name="closures")
    starts_on = models.DateField()
    ends_on = models.DateField(help_text="first day on which it is open again")
    reason = models.CharField(max_length=200)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="office_closure_lasts_a_day", condition=Q(ends_on__gt=F("starts_on"))
            ),
            models.CheckConstraint(name="office_closed_for_a_reason", condition=~Q(reason="")),
            ExclusionConstraint(
                name="office_closures_do_not_overlap",
                expressions=[
                    ("office", RangeOperators.EQUAL),
                    (_Days(F("starts_on"), F("ends_on")), RangeOperators.OVERLAPS),
                ],
                condition=Q(withdrawn_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office_id} {self.starts_on}"

    @property
    def last_day(self) -> date:
        return self.ends_on - timedelta(days=1)
