from typing import TYPE_CHECKING, Self
from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accanto.access.offers.enums import NeedState, Urgency, Withdrawal
from accanto.people.persons.enums import Depth
from accanto.people.persons.visibility import seen_by_context

if TYPE_CHECKING:
    from accanto.territory.staff.models import User


class NeedQuerySet(models.QuerySet["Need"]):
    def visible_to(self, user: "User") -> Self:
        """Of a case, whoever reads the case; without one, whoever looks for volunteers."""
        if not user.may("offers.use"):
            return self.none()
        in_case = Q(case__isnull=False) & Q(seen_by_context(user, depth=Depth.READ, context="case_id"))
        return self.filter(Q(case=None) | in_case)


class Need(models.Model):
    """What is looked for among volunteers, in words that name nobody.

    `weekdays`, `starts`, `ends`: when it is needed, as on the wall; no days: any day. `sheltered`: somebody in the
    household is protected, or the case lies behind a fence, so they meet outside home; as it was when it was written.
    `first_name` and `meeting_place` are all that the volunteer is told of whom.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="volunteer_needs")
    office = models.ForeignKey("bodies.Office", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40, help_text="key of data/kinds.yaml")
    what = models.CharField(max_length=300)
    pieces = models.PositiveSmallIntegerField(default=1, help_text="of goods; of time always one")
    minors = models.BooleanField(default=False, help_text="there are minors where the service is done")
    municipality = models.ForeignKey("places.Municipality", models.PROTECT, related_name="+")
    weekdays = ArrayField(models.PositiveSmallIntegerField(), default=list, help_text="1 Monday – 7 Sunday")
    starts = models.TimeField(null=True)
    ends = models.TimeField(null=True)
    first_day = models.DateField()
    last_day = models.DateField(null=True)
    urgency = models.CharField(max_length=10, choices=Urgency.choices, default=Urgency.ORDINARY)
    first_name = models.CharField(max_length=60, blank=True, help_text="told to the volunteer")
    meeting_place = models.CharField(max_length=200, blank=True, help_text="told to the volunteer")
    sheltered = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=NeedState.choices, default=NeedState.OPEN)
    withdrawal = models.CharField(max_length=10, choices=Withdrawal.choices, blank=True)
    closed_at = models.DateTimeField(null=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    objects = NeedQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="need_state_has_its_facts",
                condition=Q(state__in=["open", "covered"], closed_at=None, withdrawal="")
                | Q(state="met", closed_at__isnull=False, withdrawal="")
                | Q(state="withdrawn", closed_at__isnull=False) & ~Q(withdrawal=""),
            ),
            models.CheckConstraint(
                name="need_hours_of_one_day",
                condition=Q(starts=None, ends=None, weekdays=[])
                | Q(starts__isnull=False, ends__gt=F("starts")) & ~Q(weekdays=[]),
            ),
            models.CheckConstraint(
                name="need_days_in_order", condition=Q(last_day=None) | Q(last_day__gte=F("first_day"))
            ),
            models.CheckConstraint(name="need_of_something", condition=Q(pieces__gte=1)),
            models.CheckConstraint(
                name="need_without_a_case_names_nobody", condition=Q(case__isnull=False) | Q(first_name="")
            ),
            models.CheckConstraint(
                name="sheltered_need_meets_outside_home", condition=Q(sheltered=False) | ~Q(meeting_place="")
            ),
        ]
        indexes = [models.Index(fields=["kind", "state"], name="need_kind_state")]

    def __str__(self) -> str:
        return self.what
