"""Municipality × outcome on any day, beside what the lists state."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import connection

from accanto.access.outcomes.enums import Outcome
from accanto.access.outcomes.models import ListTotal, OutcomeImport
from accanto.core.database.context import zone_report
from accanto.territory.places.models import Municipality

Key = tuple[int | None, str]
Counts = Counter[Key]
_COUNTS = """
    select a.municipality_id, e.outcome, count(*)
    from outcomes_application a
    cross join lateral (
        select outcome from outcomes_applicationevent e
        where e.application_id = a.id and e.known_on <= %s
        order by e.known_on desc, e.id desc limit 1
    ) e
    where a.measure = %s
    group by 1, 2
"""


@dataclass(frozen=True)
class Figure:
    """A count (None: this list did not count it), and what the list stated for it."""

    count: int | None
    stated: int | None = None
    outcome: str = ""

    @property
    def label(self) -> str:
        return str(Outcome(self.outcome).label).capitalize() if self.outcome else ""

    @property
    def wrong(self) -> bool:
        return self.stated is not None and self.stated != self.count

    @property
    def difference(self) -> int:
        """Stated minus counted."""
        return (self.stated or 0) - (self.count or 0)

    @property
    def signed(self) -> str:
        """The difference with its sign."""
        return f"+{self.difference}" if self.difference > 0 else f"−{-self.difference}"


@dataclass(frozen=True)
class Line:
    """A municipality (None: all of them) with one figure per outcome, then the sum."""

    municipality: Municipality | None
    figures: tuple[Figure, ...]
    total: Figure


@dataclass(frozen=True)
class OutcomeTable:
    lines: tuple[Line, ...]
    foot: Line
    source: OutcomeImport | None

    @property
    def differences(self) -> int:
        """How many stated totals do not agree with the rows."""
        lines = (*self.lines, self.foot)
        return sum(figure.wrong for line in lines for figure in (*line.figures, line.total))


def outcome_counts(measure: str, on: date) -> Counts:
    """Applications by (municipality, outcome) as known on a day; one query.

    All of them, also those that whoever asks may not see: the table is compared with what the agency states, and it
    is the same for everybody (decision 17). It is made of columns without names alone.
    """
    counts: Counts = Counter()
    with zone_report("outcome_table"), connection.cursor() as cursor:
        cursor.execute(_COUNTS, [on, measure])
        for town, outcome, count in cursor.fetchall():
            counts[town, outcome] = count
    return counts


def outcome_table(measure: str, on: date, source: OutcomeImport | None = None) -> OutcomeTable:
    """The table on a day; `source` is the list whose own totals are set beside the counts."""
    stated = stated_totals(source) if source else {}
    return build_table(with_sums(outcome_counts(measure, on)), stated, source, whole=True)


def import_table(source: OutcomeImport) -> OutcomeTable:
    """The table of one list as it was counted on arrival."""
    rows = ListTotal.objects.filter(outcome_import=source).values_list("municipality", "outcome", "computed")
    counted: dict[Key, int] = {(town, outcome): count for town, outcome, count in rows}
    return build_table(counted, stated_totals(source), source, whole=False)


def stated_totals(source: OutcomeImport) -> dict[Key, int]:
    rows = ListTotal.objects.filter(outcome_import=source).values_list("municipality", "outcome", "stated")
    return {(town, outcome): stated for town, outcome, stated in rows}


def with_sums(cells: Counts) -> Counts:
    """The cells with row sums (outcome ""), column sums (municipality None) and the grand total."""
    sums: Counts = Counter()
    for (town, outcome), count in cells.items():
        for key in ((town, outcome), (town, ""), (None, outcome), (None, "")):
            sums[key] += count
    return sums


def build_table(
    counts: Mapping[Key, int], stated: Mapping[Key, int], source: OutcomeImport | None, *, whole: bool
) -> OutcomeTable:
    """`whole`: every municipality of the zone has its line, and what is not counted is zero."""
    named = {town for town, _outcome in (*counts, *stated) if town is not None}
    towns = Municipality.objects.filter(pk__in=named)
    if whole:
        towns = towns | Municipality.objects.filter(in_zone=True, exists_to=None)
    usual = 0 if whole else None
    by_size = sorted(towns.distinct(), key=lambda town: (-counts.get((town.pk, ""), 0), town.name))
    lines = [_line(town, counts, stated, usual) for town in by_size]
    return OutcomeTable(tuple(lines), _line(None, counts, stated, usual), source)


def _line(
    town: Municipality | None, counts: Mapping[Key, int], stated: Mapping[Key, int], usual: int | None
) -> Line:
    pk = town.pk if town else None
    figures = [
        Figure(counts.get((pk, outcome), usual), stated.get((pk, outcome)), str(outcome))
        for outcome in (*Outcome.values, "")
    ]
    return Line(town, tuple(figures[:-1]), figures[-1])
