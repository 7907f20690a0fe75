"""How much work each case is thought to be, and each worker carries: one rule, for the page and for who shares out.

What a case is made of above this room (a complex need, a measure) is said by the rooms that know it: each registers an
expression that counts units on a case. Weights are the zone's, in `data/workload.yaml`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Case as If
from django.db.models import (
    Count,
    F,
    FloatField,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, Least
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accanto.casework.cases.enums import CaseState, Compartment, DiaryKind
from accanto.casework.cases.models import Case, DiaryEntry
from accanto.core.dated_rules import rule_at
from accanto.people.households.models import Member
from accanto.people.persons.compartments import fenced
from accanto.territory.bodies.models import Office
from accanto.territory.staff.models import User
from accanto.territory.staff.queries import weekly_hours_of

FILE = "cases.workload"
VISITS = timedelta(days=90)
ADULT = 18
# Units found on a case, on a day.
Counter = Callable[[date], Combinable]


@dataclass(frozen=True)
class Factor:
    """What adds to the weight of a case."""

    code: str
    label: Promise | str
    count: Counter


@dataclass(frozen=True)
class Weights:
    """`added`: (weight of each unit, how many count at most), by code."""

    case: float
    suspended: float
    added: Mapping[str, tuple[float, int]]
    full_week: Decimal
    source: str
    from_memory: bool


@dataclass(frozen=True)
class CaseLoad:
    """One case with what its weight is made of."""

    case: Case
    weight: float
    pieces: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class WorkerLoad:
    """What one worker carries in one office; `hours` a week by contract. Without a worker: nobody is responsible."""

    user: User | None
    hours: Decimal
    cases: int
    suspended: int
    weight: float
    full_week: Decimal

    @property
    def per_full_week(self) -> float | None:
        """Weight for every full week of work; None when no hours are known."""
        return round(self.weight * float(self.full_week / self.hours), 1) if self.hours else None


_factors: dict[str, Factor] = {}


def register_factor(factor: Factor) -> None:
    _factors[factor.code] = factor


def weights_on(on: date) -> Weights:
    rule, week = rule_at(FILE, on, "load"), rule_at(FILE, on, "full_week")
    return Weights(
        case=float(rule["case"]),
        suspended=float(rule["suspended"]),
        added={code: (float(one["each"]), int(one["at_most"])) for code, one in rule["added"].items()},
        full_week=Decimal(week["hours"]),
        source=rule.source,
        from_memory=rule.from_memory,
    )


def counting_rows(rows: QuerySet[Any], path: str) -> Combinable:
    """How many of `rows` point at the case through `path`, as an expression on the case."""
    per_case = (
        rows.order_by().filter(**{path: OuterRef("pk")}).values(path).annotate(n=Count("pk")).values("n")
    )
    return Coalesce(Subquery(per_case, output_field=IntegerField()), 0)


def weighed(cases: QuerySet[Any], on: date, weights: Weights) -> QuerySet[Any]:
    """The cases, each with its `weight` and with the units found (`units_<code>`)."""
    base = When(state=CaseState.SUSPENDED, then=Value(weights.suspended))
    total: Any = If(base, default=Value(weights.case), output_field=FloatField())
    units = {}
    for code, (each, at_most) in weights.added.items():
        if code in _factors and each:
            units[f"units_{code}"] = Least(_factors[code].count(on), at_most)
            total = total + Cast(F(f"units_{code}"), FloatField()) * Value(each)
    found: QuerySet[Any] = cases.annotate(**units).annotate(weight=total)
    return found


def loads_of(users: list[int], on: date, weights: Weights) -> dict[int, tuple[int, float]]:
    """Open cases and their weight for each worker; one query. Not those behind a fence: a number would betray them."""
    rows = Case.objects.filter(responsible__in=users).exclude(state=CaseState.CLOSED)
    rows = rows.exclude(compartment__in=fenced()).order_by()
    found = weighed(rows, on, weights).values("responsible").annotate(n=Count("pk"), heavy=Sum("weight"))
    return {row["responsible"]: (row["n"], float(row["heavy"])) for row in found}


def workload(office: Office, user: User, on: date) -> list[WorkerLoad]:
    """What each worker of the office carries in the cases that `user` may see; four queries whatever the size."""
    weights = weights_on(on)
    rows = weighed(_running(office, user), on, weights).values("responsible", "state")
    found = rows.order_by().annotate(n=Count("pk"), heavy=Sum("weight"))
    tally: dict[int | None, dict[str, float]] = {}
    for row in found:
        one = tally.setdefault(row["responsible"], {"cases": 0, "suspended": 0, "weight": 0.0})
        one["cases"] += row["n"]
        one["suspended"] += row["n"] if row["state"] == CaseState.SUSPENDED else 0
        one["weight"] += row["heavy"]
    people = User.objects.in_bulk([pk for pk in tally if pk])
    hours = weekly_hours_of(list(people), on)
    loads = [
        WorkerLoad(
            people.get(pk) if pk else None,
            hours.get(pk or 0, Decimal(0)),
            int(one["cases"]),
            int(one["suspended"]),
            round(one["weight"], 1),
            weights.full_week,
        )
        for pk, one in tally.items()
    ]
    return sorted(loads, key=lambda load: (load.user is None, -load.weight, str(load.user)))


def cases_behind(office: Office, worker: User | None, user: User, on: date) -> list[CaseLoad]:
    """The cases of which a worker's figure is made, heaviest first; one query."""
    weights = weights_on(on)
    rows = weighed(_running(office, user).filter(responsible=worker), on, weights)
    found = rows.select_related("household").order_by("-weight", "opened_on", "pk")
    return [CaseLoad(case, round(case.weight, 1), _pieces(case, weights)) for case in found]


def _running(office: Office, user: User) -> QuerySet[Case]:
    return Case.objects.visible_to(user).filter(unit=office).exclude(state=CaseState.CLOSED)


def _pieces(case: Any, weights: Weights) -> tuple[tuple[str, float], ...]:
    resting = case.state == CaseState.SUSPENDED
    base = (
        (_("the case, suspended"), weights.suspended) if resting else (_("the case by itself"), weights.case)
    )
    pieces = [(str(base[0]), base[1])]
    for code, (each, _most) in weights.added.items():
        if units := getattr(case, f"units_{code}", 0):
            pieces.append((str(_factors[code].label), round(units * each, 1)))
    return tuple(pieces)


def legend(weights: Weights) -> list[tuple[str, float, int]]:
    """What adds to a case, how much each, how many at most."""
    return [
        (str(_factors[code].label), each, most)
        for code, (each, most) in weights.added.items()
        if code in _factors and each
    ]


def _minors(on: date) -> Combinable:
    leap_day = (on.month, on.day) == (2, 29)
    born_after = on.replace(year=on.year - ADULT, day=28 if leap_day else on.day)
    rows = Member.objects.filter(ends_on=None, person__birth_date__gt=born_after, person__died_on=None)
    per_home = (
        rows.order_by()
        .filter(household=OuterRef("household"))
        .values("household")
        .annotate(n=Count("pk"))
        .values("n")
    )
    return Coalesce(Subquery(per_home, output_field=IntegerField()), 0)


def _visits(on: date) -> Combinable:
    since = timezone.make_aware(datetime.combine(on, time.min)) - VISITS
    return counting_rows(DiaryEntry.objects.filter(kind=DiaryKind.HOME_VISIT, happened_at__gte=since), "case")


def _apart(on: date) -> Combinable:
    return If(
        When(compartment=Compartment.ORDINARY, then=Value(0)), default=Value(1), output_field=IntegerField()
    )


register_factor(Factor("minors", _("children under eighteen"), _minors))
register_factor(Factor("home_visits", _("home visits in the last three months"), _visits))
register_factor(Factor("compartment", _("kept apart"), _apart))
