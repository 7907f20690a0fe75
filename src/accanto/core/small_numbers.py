"""Figures about fewer than five people: hidden from whoever may not open the rows.

Hiding one cell of a table is not enough, because a total gives it back: another cell of the same row or column is
hidden with it, until no sum betrays any.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

LEAST = 5


@dataclass(frozen=True)
class Hidden:
    """Stands for a number that is not shown; `complementary` when another one would betray it."""

    complementary: bool = False

    def __str__(self) -> str:
        return gettext("not shown") if self.complementary else gettext("fewer than 5")


FEW = Hidden()
COMPLEMENT = Hidden(complementary=True)
Cell = int | Hidden


def too_few(number: int | None) -> bool:
    """Zero is about nobody: it may be shown."""
    return number is not None and 0 < number < LEAST


def betrays(numerator: int | None, denominator: int | None) -> bool:
    """A share says too much when the people, those with it or those without it are fewer than five."""
    if numerator is None or denominator is None:
        return too_few(numerator) or too_few(denominator)
    return too_few(numerator) or too_few(denominator) or too_few(denominator - numerator)


@dataclass(frozen=True)
class Table:
    """Cells by row and column with their sums, some of them hidden."""

    cells: Mapping[tuple[Any, Any], Cell]
    row_totals: Mapping[Any, Cell]
    column_totals: Mapping[Any, Cell]
    total: Cell


def table(
    cells: Mapping[tuple[Any, Any], int], rows: Sequence[Any], columns: Sequence[Any], *, full: bool
) -> Table:
    """Sums of a table; without the right to the rows (`full`) small numbers and what would betray them are hidden."""
    everything = _with_sums(cells, rows, columns)
    hidden: dict[tuple[Any, Any], Hidden] = {}
    if not full:
        hidden = {place: FEW for place, number in everything.items() if too_few(number)}
        _hide_complements(everything, hidden, rows, columns)
    shown: dict[tuple[Any, Any], Cell] = {
        place: hidden.get(place, number) for place, number in everything.items()
    }
    return Table(
        cells={(row, column): shown[row, column] for row in rows for column in columns},
        row_totals={row: shown[row, _SUM] for row in rows},
        column_totals={column: shown[_SUM, column] for column in columns},
        total=shown[_SUM, _SUM],
    )


class _Sum:
    """The place of the totals, unlike any row or column."""


_SUM = _Sum()


def _with_sums(
    cells: Mapping[tuple[Any, Any], int], rows: Sequence[Any], columns: Sequence[Any]
) -> dict[tuple[Any, Any], int]:
    found: dict[tuple[Any, Any], int] = {(r, c): cells.get((r, c), 0) for r in rows for c in columns}
    for row in rows:
        found[row, _SUM] = sum(found[row, column] for column in columns)
    for column in [*columns, _SUM]:
        found[_SUM, column] = sum(found[row, column] for row in rows)
    return found


def _hide_complements(
    numbers: Mapping[tuple[Any, Any], int],
    hidden: dict[tuple[Any, Any], Hidden],
    rows: Sequence[Any],
    columns: Sequence[Any],
) -> None:
    """Every line is a sum: one unknown alone in it could be computed, so a second one is hidden."""
    across = [[(row, column) for column in [*columns, _SUM]] for row in [*rows, _SUM]]
    down = [[(row, column) for row in [*rows, _SUM]] for column in [*columns, _SUM]]
    while (line := next((line for line in across + down if _known_but_one(line, hidden)), None)) is not None:
        crossing = down if line in across else across
        alone = {place for other in crossing if not any(p in hidden for p in other) for place in other}
        # First a place whose own crossing line already hides something: it opens no new gap.
        others = [place for place in line if place not in hidden]
        hidden[min(others, key=lambda p: (p in alone, numbers[p] == 0, numbers[p]))] = COMPLEMENT


def _known_but_one(line: list[tuple[Any, Any]], hidden: Mapping[tuple[Any, Any], Hidden]) -> bool:
    return sum(place in hidden for place in line) == 1
