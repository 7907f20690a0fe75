"""Shares and durations along the pathway: quantitative objectives of the zone plan and essential levels."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet, Sum

from accanto.casework.pathways.enums import Way
from accanto.casework.projects.enums import ProjectKind
from accanto.casework.projects.models import Project
from accanto.casework.teams.models import AgendaItem, Attendance
from accanto.core.working_time import working_days_of_pairs
from accanto.steering.indicators.definitions import definitions
from accanto.steering.indicators.figures import Figure, Reading, Scope, indicator, share, spread_of
from accanto.steering.indicators.queries.facts import (
    end_of,
    facts,
    in_first_thousand_days,
    positive,
    with_service_pact,
    with_support,
)

TOWN = "pathway__municipality__istat_code"
ANALYSED = Q(analysis_on__isnull=False)
SOCIAL_PACT = Q(project_kind=ProjectKind.SOCIAL)
STARTED = Q(started_on__isnull=False)


@indicator("analysis_share")
def analysis_share(scope: Scope) -> Figure:
    return _share("analysis_share", positive(scope), ANALYSED)


@indicator("days_outcome_to_analysis")
def days_outcome_to_analysis(scope: Scope) -> Figure:
    rows = facts(scope).filter(ANALYSED)
    pairs = rows.values_list("pathway_outcome_on", "analysis_on", "municipality__istat_code")
    return _duration("days_outcome_to_analysis", pairs, rows)


@indicator("team_or_social_share")
def team_or_social_share(scope: Scope) -> Figure:
    taken = Q(team_at__isnull=False) | SOCIAL_PACT
    also = {"service_pacts": _households(with_service_pact(positive(scope), scope.as_of))}
    return _both_readings("team_or_social_share", positive(scope), taken, also)


@indicator("days_analysis_to_assessment")
def days_analysis_to_assessment(scope: Scope) -> Figure:
    rows = facts(scope).filter(ANALYSED, framework_on__isnull=False)
    pairs = rows.values_list("analysis_on", "framework_on", "municipality__istat_code")
    return _duration("days_analysis_to_assessment", pairs, rows)


@indicator("partner_bodies")
def partner_bodies(scope: Scope) -> Figure:
    """Bodies, not people: nothing here can be too small to show."""
    items = AgendaItem.objects.filter(
        pathway__measure=scope.measure, meeting__state="held", meeting__held_at__lt=end_of(scope.as_of)
    )
    if scope.municipality:
        items = items.filter(pathway__municipality__istat_code=scope.municipality)
    present = (
        Attendance.objects.filter(present=True, meeting__in=items.values("meeting"))
        .values("organisation__name", "organisation__kind")
        .annotate(meetings=Count("meeting", distinct=True), hours=Sum("hours"))
        .order_by("-hours", "organisation__name")
    )
    rows = tuple(
        {
            "body": r["organisation__name"],
            "kind": r["organisation__kind"],
            "meetings": r["meetings"],
            "hours": r["hours"],
        }
        for r in present
    )
    return Figure("partner_bodies", len(rows), households=0, numerator=len(rows), rows=rows)


@indicator("project_share")
def project_share(scope: Scope) -> Figure:
    return _both_readings("project_share", positive(scope), STARTED, {})


@indicator("days_project_to_start")
def days_project_to_start(scope: Scope) -> Figure:
    """A project confirmed for a later application counts once, where it was born."""
    started = Project.objects.filter(
        _of_pathway(scope), started_on__lte=scope.as_of, defined_on__isnull=False
    )
    pairs = started.values_list("defined_on", "started_on", TOWN)
    rows = facts(scope).filter(pathway__in=started.values("pathway"))
    return _duration("days_project_to_start", pairs, rows)


@indicator("lep_support_per_assessment")
def lep_support_per_assessment(scope: Scope) -> Figure:
    rows = facts(scope).filter(framework_on__isnull=False)
    return _part("lep_support_per_assessment", rows, with_support(rows, in_national_plan=True))


@indicator("lep_parenting_support")
def lep_parenting_support(scope: Scope) -> Figure:
    complex_need = facts(scope).filter(way_then=Way.COMPLEX)
    rows = in_first_thousand_days(complex_need, scope.as_of)
    return _part("lep_parenting_support", rows, with_support(rows, parenting_support=True))


def _of_pathway(scope: Scope) -> Q:
    found = Q(pathway__measure=scope.measure)
    if scope.municipality:
        found &= Q(pathway__municipality__istat_code=scope.municipality)
    return found


def _households(rows: QuerySet[Any]) -> int:
    return int(rows.aggregate(n=Count("household_key", distinct=True))["n"])


def _counts(base: QuerySet[Any], **conditions: Q) -> dict[str, int]:
    """Households by condition; DISTINCT makes the database work each condition out once per row."""
    flags = {f"is_{name}": ExpressionWrapper(q, BooleanField()) for name, q in conditions.items()}
    flagged = base.order_by().annotate(**flags).values("household_key", *flags).distinct()
    wanted = {name: Q(**{f"is_{name}": True}) for name in conditions}
    if {"some", "analysed"} <= set(wanted):
        wanted["some_analysed"] = wanted["some"] & wanted["analysed"]
    counted: dict[str, int] = flagged.aggregate(
        all=Count("household_key", distinct=True),
        **{name: Count("household_key", distinct=True, filter=q) for name, q in wanted.items()},
    )
    return counted


def _share(code: str, base: QuerySet[Any], condition: Q) -> Figure:
    counted = _counts(base, some=condition)
    parts = {"numerator": base.filter(condition), "denominator": base, "rest": base.exclude(condition)}
    value = share(counted["some"], counted["all"])
    return Figure(code, value, counted["all"], counted["some"], counted["all"], parts=parts)


def _part(code: str, base: QuerySet[Any], some: QuerySet[Any]) -> Figure:
    numerator, denominator = _households(some), _households(base)
    parts = {"numerator": some, "denominator": base, "rest": base.exclude(pk__in=some.values("pk"))}
    return Figure(code, share(numerator, denominator), denominator, numerator, denominator, parts=parts)


def _both_readings(code: str, base: QuerySet[Any], condition: Q, also: dict[str, int]) -> Figure:
    """«39 % of what?»: of the positive outcomes, and of the analysed ones."""
    counted = _counts(base, analysed=ANALYSED, some=condition)
    words = definitions()[code].readings
    readings = (
        Reading("of_positive", words["of_positive"], counted["some"], counted["all"]),
        Reading("of_analysed", words["of_analysed"], counted["some_analysed"], counted["analysed"]),
    )
    parts = {
        "numerator": base.filter(condition),
        "denominator": base,
        "rest": base.exclude(condition),
        "analysed": base.filter(ANALYSED),
    }
    first = readings[0]
    return Figure(
        code,
        first.value,
        first.denominator,
        first.numerator,
        first.denominator,
        readings,
        also=also,
        parts=parts,
    )


def _duration(code: str, pairs: Iterable[tuple[date, date, str]], rows: QuerySet[Any]) -> Figure:
    """`rows` are opened from the figure; `pairs` (start, end, municipality) are counted without them."""
    days = working_days_of_pairs(pairs)
    spread = spread_of(days, definitions()[code].settings["classes"])
    value = spread.middle if spread else None
    return Figure(code, value, len(days), len(days), len(days), spread=spread, parts={"denominator": rows})
