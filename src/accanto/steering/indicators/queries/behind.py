"""The rows behind each figure, by part; nothing is read until they are asked for."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Q, QuerySet

from accanto.casework.pathways.enums import Way
from accanto.casework.projects.enums import ProjectKind
from accanto.casework.projects.models import Project
from accanto.steering.indicators.figures import Scope
from accanto.steering.indicators.queries.facts import (
    facts,
    in_first_thousand_days,
    known,
    positive,
    with_support,
)

Rows = Callable[[Scope], QuerySet[Any]]
ANALYSED = Q(analysis_on__isnull=False)
FRAMED = Q(framework_on__isnull=False)
STARTED = Q(started_on__isnull=False)
# Without the test for null, whoever has no project would be neither among these nor among the others.
TAKEN = Q(team_at__isnull=False) | Q(project_kind__isnull=False, project_kind=ProjectKind.SOCIAL)


def parts_of(code: str) -> Mapping[str, Rows]:
    """The first is the one that the figure opens; none for a figure that is not about households."""
    return _PARTS.get(code, {})


def _share(condition: Q) -> dict[str, Rows]:
    return {
        "numerator": lambda scope: positive(scope).filter(condition),
        "denominator": positive,
        "rest": lambda scope: positive(scope).exclude(condition),
    }


def _both_readings(condition: Q) -> dict[str, Rows]:
    return {**_share(condition), "analysed": _analysed}


def _essential_level(base: Rows, **service: bool) -> dict[str, Rows]:
    def supported(scope: Scope) -> QuerySet[Any]:
        return with_support(base(scope), **service)

    return {
        "numerator": supported,
        "denominator": base,
        "rest": lambda scope: base(scope).exclude(pk__in=supported(scope).values("pk")),
    }


def _analysed(scope: Scope) -> QuerySet[Any]:
    return positive(scope).filter(ANALYSED)


def _framed(scope: Scope) -> QuerySet[Any]:
    return facts(scope).filter(FRAMED)


def _young(scope: Scope) -> QuerySet[Any]:
    return in_first_thousand_days(facts(scope).filter(way_then=Way.COMPLEX), scope.as_of)


def _started(scope: Scope) -> QuerySet[Any]:
    started = Project.objects.filter(
        pathway__measure=scope.measure, started_on__lte=scope.as_of, defined_on__isnull=False
    )
    return facts(scope).filter(pathway__in=started.values("pathway"))


_PARTS: dict[str, dict[str, Rows]] = {
    "analysis_share": _share(ANALYSED),
    "days_outcome_to_analysis": {"denominator": lambda scope: facts(scope).filter(ANALYSED)},
    "team_or_social_share": _both_readings(TAKEN),
    "days_analysis_to_assessment": {"denominator": lambda scope: facts(scope).filter(ANALYSED, FRAMED)},
    "project_share": _both_readings(STARTED),
    "days_project_to_start": {"denominator": _started},
    "lep_support_per_assessment": _essential_level(_framed, in_national_plan=True),
    "lep_parenting_support": _essential_level(_young, parenting_support=True),
    "applications": {"denominator": known},
    "households_by_size": {"denominator": lambda scope: _analysed(scope).filter(home__isnull=False)},
}
