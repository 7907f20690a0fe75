"""Work per office and worker on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from accanto.casework.cases.enums import CaseRole
from accanto.casework.cases.models import Case, CaseWorker, Deadline
from accanto.casework.pathways.models import Pathway
from accanto.casework.projects.models import Project
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
    """Five queries whatever the size; offices in order, workers by cases."""
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
    day = scope.as_of
    cases = _open_cases(scope)
    responsible = CaseWorker.objects.filter(
        Q(ends_on=None) | Q(ends_on__gt=day), role=CaseRole.RESPONSIBLE, starts_on__lte=day
    )
    workers = dict(responsible.filter(case__in=cases.values("pk")).values_list("case_id", "user_id"))
    late = dict(
        Deadline.objects.filter(
            Q(closed_at=None) | Q(closed_at__gte=end_of(day)), started_on__lte=day, due_on__lt=day,
            case__in=cases.values("pk"),
        ).values_list("case_id").annotate(n=Count("pk"))
    )  # fmt: skip
    tally: dict[tuple[int, int | None], dict[str, int]] = {}
    for case in cases.values("pk", "unit_id", "to_analyse", "with_project"):
        place = (case["unit_id"], workers.get(case["pk"]))
        row = tally.setdefault(place, {"cases": 0, "to_analyse": 0, "projects": 0, "late": 0})
        row["cases"] += 1
        row["to_analyse"] += bool(case["to_analyse"])
        row["projects"] += bool(case["with_project"])
        row["late"] += late.get(case["pk"], 0)
    return tally


def _open_cases(scope: Scope) -> QuerySet[Any]:
    """Cases of the measure (and municipality) that were open on the day."""
    day = scope.as_of
    pathways = Pathway.objects.filter(case=OuterRef("pk"), measure=scope.measure, created_at__lt=end_of(day))
    if scope.municipality:
        pathways = pathways.filter(municipality__istat_code=scope.municipality)
    waiting = pathways.filter(Q(closed_on=None) | Q(closed_on__gt=day)).exclude(
        assessments__kind="section_a", assessments__moment="entry", assessments__closed_on__lte=day
    )
    running = Project.objects.filter(
        Q(closure=None) | Q(closure__closed_on__gt=day), case=OuterRef("pk"), started_on__lte=day
    )
    return (
        Case.objects.filter(Q(closed_on=None) | Q(closed_on__gt=day), Exists(pathways), opened_on__lte=day)
        .annotate(to_analyse=Exists(waiting), with_project=Exists(running))
        .order_by()
    )


def _hours(people: Iterable[int], day: date) -> dict[int, Decimal]:
    contracts = Contract.objects.filter(
        Q(ends_on=None) | Q(ends_on__gt=day), operator_id__in=people, starts_on__lte=day
    )
    return dict(contracts.order_by().values_list("operator_id").annotate(n=Sum("weekly_hours")))
