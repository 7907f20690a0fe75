"""The table of applications: municipality by outcome."""

from django.db.models import Count

from accanto.access.outcomes.enums import Outcome
from accanto.steering.indicators.figures import Figure, Scope, indicator
from accanto.steering.indicators.queries.facts import known

OUTCOMES = tuple(str(outcome) for outcome in Outcome)


@indicator("applications")
def applications(scope: Scope) -> Figure:
    """Cells that are not zero, by ISTAT code and outcome."""
    base = known(scope)
    counted = (
        base.values("municipality__istat_code", "municipality__name", "outcome_then")
        .annotate(count=Count("pk"))
        .order_by("municipality__istat_code", "outcome_then")
    )
    rows = tuple(
        {
            "municipality": cell["municipality__istat_code"],
            "name": cell["municipality__name"],
            "outcome": cell["outcome_then"],
            "count": cell["count"],
        }
        for cell in counted
    )
    total = sum(row["count"] for row in rows)
    return Figure("applications", total, total, numerator=total, rows=rows, parts={"denominator": base})
