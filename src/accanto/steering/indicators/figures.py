"""A figure: its value, both its sides, and the rows that it is made of."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from statistics import median
from typing import Any

from accanto.casework.pathways.enums import Measure
from accanto.steering.indicators.definitions import Definition, Words, definitions

Pairs = tuple[tuple[date, date, str], ...]


@dataclass(frozen=True)
class Scope:
    """On which day, for which measure, in which municipality (ISTAT code; empty: the whole zone)."""

    as_of: date
    measure: str = Measure.ADI
    municipality: str = ""


@dataclass(frozen=True)
class Tally:
    """What one pass of the database counts for a scope, and all figures are made of.

    `households` by condition; `applications`: (ISTAT code, name, outcome, how many); `profiles`: (members, minors,
    lone parent, small child, how many); then the terms: first day, last day, ISTAT code.
    """

    households: Mapping[str, int]
    applications: tuple[tuple[str, str, str, int], ...]
    profiles: tuple[tuple[int, int, bool, bool, int], ...]
    to_analysis: Pairs
    to_framework: Pairs
    to_start: Pairs


@dataclass(frozen=True)
class Reading:
    """One way of understanding a figure that its source leaves open."""

    code: str
    label: Words
    numerator: int
    denominator: int

    @property
    def value(self) -> Decimal | None:
        return share(self.numerator, self.denominator)


@dataclass(frozen=True)
class Spread:
    """Working days: the least, the middle, the most, and how many households in each class."""

    least: int
    middle: Decimal
    most: int
    classes: tuple[tuple[int | None, int | None, int], ...]


@dataclass(frozen=True)
class Figure:
    """`households`: how many the figure is about."""

    code: str
    value: Decimal | int | None
    households: int
    numerator: int | None = None
    denominator: int | None = None
    readings: tuple[Reading, ...] = ()
    spread: Spread | None = None
    rows: tuple[Mapping[str, Any], ...] = ()
    also: Mapping[str, int] = field(default_factory=dict)

    @property
    def definition(self) -> Definition:
        return definitions()[self.code]


Calculation = Callable[[Scope, Tally], Figure]
_calculations: dict[str, Calculation] = {}


def indicator(code: str) -> Callable[[Calculation], Calculation]:
    """Registers the one function that counts `code`."""

    def register(calculation: Calculation) -> Calculation:
        if code in _calculations:
            raise ValueError(f"Two functions count {code}")
        _calculations[code] = calculation
        return calculation

    return register


def calculations() -> Mapping[str, Calculation]:
    return dict(_calculations)


def share(numerator: int, denominator: int) -> Decimal | None:
    """Per cent with one decimal; None when there is nobody to count."""
    if not denominator:
        return None
    return (Decimal(100 * numerator) / denominator).quantize(Decimal("0.1"), ROUND_HALF_UP)


def spread_of(days: Iterable[int], limits: Sequence[int]) -> Spread | None:
    """None without any value. Classes: up to the first limit, from it to the second…, beyond the last."""
    values = sorted(days)
    if not values:
        return None
    tally = Counter(bisect_left(limits, value) for value in values)
    starts = [None, *(limit + 1 for limit in limits)]
    ends = [*limits, None]
    classes = tuple((start, end, tally[n]) for n, (start, end) in enumerate(zip(starts, ends, strict=True)))
    middle = Decimal(str(median(values))).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return Spread(values[0], middle, values[-1], classes)
