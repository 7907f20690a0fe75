"""Table 1 of the zone plan: size, minors, lone parents, small children of the households with an analysis."""

from datetime import date
from typing import Any

from django.db.models import Count, F, Q

from accanto.people.households.enums import Relation
from accanto.steering.indicators.definitions import definitions
from accanto.steering.indicators.figures import Figure, Scope, indicator
from accanto.steering.indicators.queries.facts import members_on, positive


@indicator("households_by_size")
def households_by_size(scope: Scope) -> Figure:
    settings = definitions()["households_by_size"].settings
    analysed = positive(scope).filter(analysis_on__isnull=False, home__isnull=False)
    largest = settings["largest_size"]
    profiles = _profiles(scope.as_of, settings, analysed.values("home"))
    cells: dict[tuple[int, int], int] = {}
    also = {"lone_parents": 0, "with_small_children": 0, "with_minors": 0}
    for size, minors, lone, small, households in profiles:
        key = (min(size, largest), minors)
        cells[key] = cells.get(key, 0) + households
        also["lone_parents"] += households if lone else 0
        also["with_small_children"] += households if small else 0
        also["with_minors"] += households if minors else 0
    rows = tuple(
        {"size": size, "minors": minors, "count": cells[size, minors]} for size, minors in sorted(cells)
    )
    total = sum(cells.values())
    return Figure(
        "households_by_size",
        total,
        total,
        numerator=total,
        rows=rows,
        also=also,
        parts={"denominator": analysed},
    )


def _profiles(day: date, settings: Any, homes: Any) -> list[tuple[int, int, bool, bool, int]]:
    """(members, minors, lone parent, small child, households): grouped by the database, a few dozen rows."""
    minor = Q(person__birth_date__gt=_years_before(day, settings["minor_age_below"]))
    small = Q(
        person__birth_date__gt=_years_before(day, settings["child_age_below"]), person__birth_date__lte=day
    )
    per_home = (
        members_on(day)
        .filter(household__in=homes)
        .filter(Q(person__died_on=None) | Q(person__died_on__gt=day))
        .values("household")
        .annotate(
            size=Count("pk"),
            minors=Count("pk", filter=minor),
            minor_children=Count("pk", filter=minor & Q(relation=Relation.CHILD)),
            mates=Count("pk", filter=Q(relation__in=[Relation.SPOUSE, Relation.PARTNER])),
            small=Count("pk", filter=small),
        )
        .values_list("size", "minors", F("minor_children"), F("mates"), F("small"))
    )
    tally: dict[tuple[int, int, bool, bool], int] = {}
    for size, minors, minor_children, mates, small_children in per_home:
        key = (size, minors, minor_children > 0 and mates == 0, small_children > 0)
        tally[key] = tally.get(key, 0) + 1
    return [(*key, count) for key, count in tally.items()]


def _years_before(day: date, years: int) -> date:
    """Whoever was born after this day has not yet turned `years`."""
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - years, day=28 if leap else day.day)
