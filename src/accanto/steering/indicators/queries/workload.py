"""Work per office and worker on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum

from accanto.casework.assessment.enums import AssessmentKind, Moment
from accanto.casework.cases.enums import CaseRole
from accanto.casework.cases.models import Case, CaseWorker, Deadline
from accanto.casework.pathways.models import Pathway
from accanto.casework.projects.models import Project
from accanto.core.database.context import zone_report
from accanto.people.persons.compartments import fenced
from accanto.steering.indicators.figures import Scope
from accanto.steering.indicators.queries.facts import end_of
from accanto.territory.bodies.models import Office
from accanto.territory.staff.models import Contract, User

FULL_WEEK = Decimal(36)


@dataclass(frozen=True)
class Load:
    """What one worker has in one office; `hours` a week by contract. Without a worker: cases not assigned."""

    office: str
    user_id: int | None
    name: str
    hours: Decimal
    cases: int
    to_analyse: int
    projects: int
    late: int

    @property
    def per_full_week(self) -> Decimal | None:
        """Cases for every 36 hours of work; None when no hours are known."""
        return round(self.cases * FULL_WEEK / self.hours, 1) if self.hours else None


def loads(scope: Scope) -> list[Load]:
    """Seven queries whatever the size; offices in order, workers by cases."""
    with zone_report("workload"):
        counted = _counts(scope)
    offices = dict(Office.objects.filter(pk__in={office for office, _ in counted}).values_list("pk", "name"))
    people = User.objects.in_bulk({user for _, user in counted if user})
    hours = _hours(people, scope.as_of)
    found = [
        Load(
            offices[office], user, str(people[user]) if user else "", hours.get(user or 0, Decimal(0)),
            row["cases"], row["to_analyse"], row["projects"], row["late"],
        )
        for (office, user), row in counted.items()
    ]  # fmt: skip
    return sorted(found, key=lambda load: (load.office, -load.cases, load.name))


def _counts(scope: Scope) -> dict[tuple[int, int | None], dict[str, int]]:
    """Four grouped queries: cases, analyses to do, running projects, late deadlines, each by unit and worker."""
    day = scope.as_of
    cases = _open_cases(scope)
    pathways = _pathways(scope)
    waiting = pathways.filter(Q(closed_on=None) | Q(closed_on__gt=day)).exclude(pk__in=_analysed(day))
    running = Project.objects.filter(Q(closure=None) | Q(closure__closed_on__gt=day), started_on__lte=day)
    late = Deadline.objects.filter(
        Q(closed_at=None) | Q(closed_at__gte=end_of(day)),
        case=OuterRef("pk"), started_on__lte=day, due_on__lt=day,
    )  # fmt: skip
    overdue = late.order_by().values("case").annotate(n=Count("pk")).values("n")
    tally: dict[tuple[int, int | None], dict[str, int]] = {}
    for name, counted in (
        ("cases", _by_place(cases)),
        ("to_analyse", _by_place(cases.filter(pk__in=waiting.values("case")))),
        ("projects", _by_place(cases.filter(pk__in=running.values("case")))),
        ("late", _by_place(cases.filter(Exists(late)), Sum(Subquery(overdue)))),
    ):
        for place, number in counted.items():
            row = tally.setdefault(place, {"cases": 0, "to_analyse": 0, "projects": 0, "late": 0})
            row[name] = number
    return tally


def _by_place(cases: QuerySet[Any], number: Any = None) -> dict[tuple[int, int | None], int]:
    counted = cases.values("unit_id", "worker_then").annotate(n=number or Count("pk"))
    return {(row["unit_id"], row["worker_then"]): row["n"] for row in counted}


def _pathways(scope: Scope) -> QuerySet[Pathway]:
    found = Pathway.objects.filter(measure=scope.measure, outcome_on__lte=scope.as_of).order_by()
    return found.filter(municipality__istat_code=scope.municipality) if scope.municipality else found


def _analysed(day: date) -> QuerySet[Any]:
    """Pathways whose preliminary analysis was closed by the day."""
    standing = Q(assessments__closed_on__lte=day)
    taken_back = Q(
        assessments__undone_closings__closed_on__lte=day, assessments__undone_closings__reopened_on__gt=day
    )
    return Pathway.objects.filter(
        standing | taken_back, assessments__kind=AssessmentKind.SECTION_A, assessments__moment=Moment.ENTRY
    ).values("pk")


def _open_cases(scope: Scope) -> QuerySet[Any]:
    """Cases of the measure (and municipality) that were open on the day, with who answered for them.

    Not those behind a fence: beside the list of a worker's cases, a higher number would tell that they are there.
    """
    day = scope.as_of
    responsible = CaseWorker.objects.filter(
        Q(ends_on=None) | Q(ends_on__gt=day),
        case=OuterRef("pk"),
        role=CaseRole.RESPONSIBLE,
        starts_on__lte=day,
    ).order_by("-starts_on", "-pk")
    return (
        Case.objects.filter(Q(closed_on=None) | Q(closed_on__gt=day), opened_on__lte=day)
        .filter(pk__in=_pathways(scope).values("case"))
        .exclude(compartment__in=fenced())
        .annotate(worker_then=Subquery(responsible.values("user_id")[:1]))
        .order_by()
    )


def _hours(people: Iterable[int], day: date) -> dict[int, Decimal]:
    contracts = Contract.objects.filter(
        Q(ends_on=None) | Q(ends_on__gt=day), operator_id__in=people, starts_on__lte=day
    )
    return dict(contracts.order_by().values_list("operator_id").annotate(n=Sum("weekly_hours")))
