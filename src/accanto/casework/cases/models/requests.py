from typing import TYPE_CHECKING, Self
from uuid import UUID, uuid4

from django.conf import settings
from django.db import models
from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q

from accanto.casework.cases.enums import RequestState, ToldHousehold
from accanto.casework.cases.models.case import Case, CaseWorker
from accanto.people.persons.enums import Depth
from accanto.people.persons.visibility import seen_by_context

if TYPE_CHECKING:
    from accanto.territory.staff.models import User

ASKED_DEPTHS = (int(Depth.READ), int(Depth.WORK))


class AccessRequestQuerySet(models.QuerySet["AccessRequest"]):
    def visible_to(self, user: "User") -> Self:
        """One's own, as long as the case is not behind a fence; those of others, for whoever decides on them."""
        told = Func(F("case_id"), function="acc_case_told", output_field=BooleanField())
        works = CaseWorker.objects.filter(case=OuterRef("case_id"), user=user, ends_on=None)
        coordinated = Case.objects.filter(pk=OuterRef("case_id"), unit__in=sorted(user.access.coordinates))
        decides = Q(seen_by_context(user, depth=Depth.WORK, context="case_id")) & (
            Q(Exists(works)) | Q(Exists(coordinated))
        )
        return self.filter(Q(asked_by=user) & Q(told) | decides)


class AccessRequest(models.Model):
    """Somebody who sees only the card asks to see a case: why, how deeply, for how many days; and what was decided.

    `person` is whom they had in front of them; what is given is the whole household, for as long as `ends_at` says.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="access_requests")
    person = models.ForeignKey("persons.Person", models.CASCADE, related_name="access_requests")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="access_requests")
    asked_at = models.DateTimeField()
    depth = models.PositiveSmallIntegerField(choices=Depth.choices)
    days = models.PositiveSmallIntegerField(help_text="for how long, from the decision")
    reason = models.CharField(max_length=500)
    told = models.CharField(max_length=10, choices=ToldHousehold.choices)
    told_by = models.CharField(max_length=120, blank=True)
    told_on = models.DateField(null=True)
    not_told_why = models.CharField(max_length=300, blank=True)
    decide_by = models.DateField(help_text="after it, the request stands in the coordinator's list")
    lapses_on = models.DateField(help_text="from this day on it counts as never made")
    passed_at = models.DateTimeField(null=True, help_text="when it went to the coordinator")
    state = models.CharField(max_length=10, choices=RequestState.choices, default=RequestState.OPEN)
    closed_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answer = models.CharField(max_length=500, blank=True)
    given_depth = models.PositiveSmallIntegerField(choices=Depth.choices, null=True)
    ends_at = models.DateTimeField(null=True)

    case_id: UUID
    person_id: UUID
    asked_by_id: int

    objects = AccessRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="request_open_is_undecided",
                condition=~Q(state="open")
                | Q(closed_at=None, decided_by=None, given_depth=None, ends_at=None, answer=""),
            ),
            models.CheckConstraint(
                name="request_allowed_says_what_was_given",
                condition=~Q(state="allowed")
                | Q(
                    closed_at__isnull=False,
                    decided_by__isnull=False,
                    given_depth__in=ASKED_DEPTHS,
                    given_depth__lte=F("depth"),
                    ends_at__gt=F("closed_at"),
                ),
            ),
            models.CheckConstraint(
                name="request_refused_says_why",
                condition=~Q(state="refused")
                | Q(closed_at__isnull=False, decided_by__isnull=False, given_depth=None, ends_at=None)
                & ~Q(answer=""),
            ),
            models.CheckConstraint(
                name="request_lapsed_by_itself",
                condition=~Q(state="lapsed")
                | Q(closed_at__isnull=False, decided_by=None, given_depth=None, ends_at=None),
            ),
            models.CheckConstraint(
                name="request_for_reading_or_working", condition=Q(depth__in=ASKED_DEPTHS, days__gte=1)
            ),
            models.CheckConstraint(
                name="nobody_decides_their_own_request",
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
            ),
            models.CheckConstraint(
                name="request_says_whether_the_household_knows",
                condition=Q(told="told", told_on__isnull=False) & ~Q(told_by="")
                | Q(told="not_told", told_on=None, told_by="") & ~Q(not_told_why=""),
            ),
            models.UniqueConstraint(
                fields=["case", "asked_by"], name="one_open_request", condition=Q(state="open")
            ),
        ]
        indexes = [
            models.Index(fields=["decide_by"], name="request_waiting", condition=Q(state="open")),
        ]

    def __str__(self) -> str:
        return f"{self.asked_by_id} → {self.case_id} ({self.state})"
