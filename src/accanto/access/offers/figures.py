"""What the figures page draws: small numbers of people served are hidden where they must be."""

from dataclasses import dataclass

from accanto.access.offers.kinds import codes_of, kind_of, label_of
from accanto.access.offers.queries.figures import Counts
from accanto.access.offers.words import minutes_words
from accanto.core.small_numbers import COMPLEMENT, FEW, Cell, table, too_few

_COLUMNS = ("met", "covered", "unmet", "other")


@dataclass(frozen=True)
class NeedsRow:
    kind: str
    cells: list[Cell]
    total: Cell


@dataclass(frozen=True)
class NeedsTable:
    """Needs by kind and by what became of them."""

    rows: list[NeedsRow]
    sums: list[Cell]
    total: Cell


@dataclass(frozen=True)
class Given:
    """What was given of one kind: how many times, how long; hidden when it was for fewer than five."""

    kind: str
    offers: int
    times: str
    hours: str


def needs_table(found: Counts, *, full: bool) -> NeedsTable | None:
    kinds = _kinds(found, _COLUMNS)
    if not kinds:
        return None
    cells = {(kind, what): found.of(what).get(kind, 0) for kind in kinds for what in _COLUMNS}
    made = table(cells, kinds, _COLUMNS, full=full)
    rows = [
        NeedsRow(label_of(kind), [made.cells[kind, what] for what in _COLUMNS], made.row_totals[kind])
        for kind in kinds
    ]
    return NeedsTable(rows, [made.column_totals[what] for what in _COLUMNS], made.total)


def given_rows(found: Counts, *, full: bool) -> list[Given]:
    """By kind. The number of people served decides what is shown, not how often somebody went."""
    return [_given(found, kind, full=full) for kind in _kinds(found, ("offers", "times"))]


def hours_total(found: Counts, *, full: bool) -> str:
    """All hours given; hidden where a kind is hidden alone, because the sum would tell it."""
    hidden = [kind for kind, n in found.of("served").items() if too_few(n)]
    alone = len(hidden) == 1 and len(found.of("served")) > 1
    few = too_few(found.total("served")) or alone
    return str(COMPLEMENT) if few and not full else minutes_words(found.total("minutes"))


def bars(found: Counts) -> list[tuple[str, int]]:
    """Open offers by kind: of volunteers, not of people who are followed."""
    return sorted(((label_of(kind), n) for kind, n in found.of("offers").items()), key=lambda one: -one[1])


def _given(found: Counts, kind: str, *, full: bool) -> Given:
    offers, times = found.of("offers").get(kind, 0), found.of("times").get(kind, 0)
    hide = too_few(found.of("served").get(kind, 0)) and not full
    hours = "–" if kind_of(kind).is_goods or not times else minutes_words(found.of("minutes").get(kind, 0))
    return Given(label_of(kind), offers, str(FEW) if hide else str(times), "–" if hide else hours)


def _kinds(found: Counts, what: tuple[str, ...]) -> list[str]:
    present = {kind for one in what for kind in found.of(one)}
    return [code for code in [*codes_of("time"), *codes_of("goods")] if code in present]
