"""A figure as one person may see it."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from accanto.access.outcomes.enums import Outcome
from accanto.steering.indicators.definitions import definitions
from accanto.steering.indicators.figures import Figure, Reading, Spread
from accanto.steering.indicators.small_numbers import FEW, Cell, Hidden, Table, betrays, table, too_few

ROWS_PERMISSION = "indicators.rows"


@dataclass(frozen=True)
class Shown:
    """`hidden`: the numbers are about fewer than five people and this reader may not open the rows."""

    figure: Figure
    hidden: bool
    value: Decimal | int | Hidden | None
    readings: tuple[Reading, ...]
    spread: Spread | None
    also: dict[str, Cell]
    table: Table | None = None
    rows: tuple[Any, ...] = ()
    columns: tuple[Any, ...] = ()


def shown_to(figure: Figure, *, full: bool) -> Shown:
    """The figure with its small numbers hidden unless the reader has the right to the rows (`full`)."""
    if figure.definition.shape == "table":
        return _table(figure, full=full)
    hidden = not full and _is_small(figure)
    also: dict[str, Cell] = {
        name: FEW if not full and too_few(number) else number for name, number in figure.also.items()
    }
    if hidden:
        return Shown(figure, True, FEW, (), None, also)
    spread = figure.spread if full else _coarse(figure.spread)
    readings = tuple(r for r in figure.readings if full or not betrays(r.numerator, r.denominator))
    return Shown(figure, False, figure.value, readings, spread, also)


def _is_small(figure: Figure) -> bool:
    if figure.definition.shape == "count":
        return False
    return betrays(figure.numerator, figure.denominator)


def _coarse(spread: Spread | None) -> Spread | None:
    """Classes with fewer than five households are joined to their neighbours; extremes are one household each."""
    if spread is None:
        return None
    joined: list[tuple[int | None, int | None, int]] = []
    for start, end, count in spread.classes:
        if joined and (too_few(joined[-1][2]) or too_few(count)):
            first, _, before = joined.pop()
            joined.append((first, end, before + count))
        else:
            joined.append((start, end, count))
    return replace(spread, classes=tuple(joined))


def _table(figure: Figure, *, full: bool) -> Shown:
    if figure.code == "applications":
        cells = {(row["municipality"], row["outcome"]): row["count"] for row in figure.rows}
        rows: tuple[Any, ...] = tuple(dict.fromkeys(row["municipality"] for row in figure.rows))
        columns: tuple[Any, ...] = tuple(str(outcome) for outcome in Outcome)
    else:
        cells = {(row["size"], row["minors"]): row["count"] for row in figure.rows}
        largest = definitions()[figure.code].settings["largest_size"]
        rows = tuple(range(1, largest + 1)) if figure.rows else ()
        columns = tuple(range(max((row["minors"] for row in figure.rows), default=-1) + 1))
    found = table(cells, rows, columns, full=full)
    small = not full and too_few(figure.households)
    also: dict[str, Cell] = {
        name: FEW if not full and betrays(number, figure.households) else number
        for name, number in figure.also.items()
    }
    return Shown(figure, small, found.total, (), None, also, found, rows, columns)
