"""The table of applications: municipality by outcome."""

from accanto.steering.indicators.figures import Figure, Scope, Tally, indicator


@indicator("applications")
def applications(_scope: Scope, tally: Tally) -> Figure:
    """Cells that are not zero, by ISTAT code and outcome."""
    rows = tuple(
        {"municipality": town, "name": name, "outcome": outcome, "count": count}
        for town, name, outcome, count in tally.applications
    )
    total = sum(count for *_place, count in tally.applications)
    return Figure("applications", total, total, numerator=total, rows=rows)
