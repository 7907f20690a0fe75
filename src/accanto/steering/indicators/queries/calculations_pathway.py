"""Shares and durations along the pathway: quantitative objectives of the zone plan and essential levels."""

from collections.abc import Mapping

from django.db.models import Count, Sum

from accanto.casework.teams.models import AgendaItem, Attendance
from accanto.core.database.context import zone_report
from accanto.core.working_time import working_days_of_pairs
from accanto.steering.indicators.definitions import definitions
from accanto.steering.indicators.figures import (
    Figure,
    Pairs,
    Reading,
    Scope,
    Tally,
    indicator,
    share,
    spread_of,
)
from accanto.steering.indicators.queries.facts import end_of


@indicator("analysis_share")
def analysis_share(_scope: Scope, tally: Tally) -> Figure:
    return _share("analysis_share", tally.households["analysed"], tally.households["positive"])


@indicator("days_outcome_to_analysis")
def days_outcome_to_analysis(_scope: Scope, tally: Tally) -> Figure:
    return _duration("days_outcome_to_analysis", tally.to_analysis)


@indicator("team_or_social_share")
def team_or_social_share(_scope: Scope, tally: Tally) -> Figure:
    also = {"service_pacts": tally.households["service_pact"]}
    return _both_readings("team_or_social_share", tally, "taken", also)


@indicator("days_analysis_to_assessment")
def days_analysis_to_assessment(_scope: Scope, tally: Tally) -> Figure:
    return _duration("days_analysis_to_assessment", tally.to_framework)


@indicator("partner_bodies")
def partner_bodies(scope: Scope, _tally: Tally) -> Figure:
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
    # The same figure for everybody: one's own right to see the households on the agenda must not narrow it.
    with zone_report("indicators"):
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
def project_share(_scope: Scope, tally: Tally) -> Figure:
    return _both_readings("project_share", tally, "started", {})


@indicator("days_project_to_start")
def days_project_to_start(_scope: Scope, tally: Tally) -> Figure:
    """A project confirmed for a later application counts once, where it was born."""
    return _duration("days_project_to_start", tally.to_start)


@indicator("lep_support_per_assessment")
def lep_support_per_assessment(_scope: Scope, tally: Tally) -> Figure:
    counted = tally.households
    return _share("lep_support_per_assessment", counted["framework_supported"], counted["framework"])


@indicator("lep_parenting_support")
def lep_parenting_support(_scope: Scope, tally: Tally) -> Figure:
    counted = tally.households
    return _share("lep_parenting_support", counted["young_supported"], counted["young"])


def _share(code: str, some: int, everybody: int) -> Figure:
    return Figure(code, share(some, everybody), everybody, some, everybody)


def _both_readings(code: str, tally: Tally, condition: str, also: Mapping[str, int]) -> Figure:
    """«39 % of what?»: of the positive outcomes, and of the analysed ones."""
    counted = tally.households
    words = definitions()[code].readings
    readings = (
        Reading("of_positive", words["of_positive"], counted[condition], counted["positive"]),
        Reading("of_analysed", words["of_analysed"], counted[f"{condition}_analysed"], counted["analysed"]),
    )
    first = readings[0]
    return Figure(
        code, first.value, first.denominator, first.numerator, first.denominator, readings, also=also
    )


def _duration(code: str, pairs: Pairs) -> Figure:
    days = working_days_of_pairs(pairs)
    spread = spread_of(days, definitions()[code].settings["classes"])
    value = spread.middle if spread else None
    return Figure(code, value, len(days), len(days), len(days), spread=spread)
