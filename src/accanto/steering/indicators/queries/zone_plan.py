"""The figures that the zone plan 2018–2020 printed, with what they should have added up to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from accanto.steering.indicators.definitions import Words
from accanto.steering.indicators.figures import Scope

FILE = Path(__file__).parents[1] / "data" / "zone_plan_2018_2020.yaml"


@dataclass(frozen=True)
class Sum:
    """A printed sum beside the real one; `difference` is printed minus real."""

    printed: int
    computed: int

    @property
    def difference(self) -> int:
        return self.printed - self.computed

    @property
    def right(self) -> bool:
        return self.difference == 0


@dataclass(frozen=True)
class Line:
    municipality: str
    name: str
    cells: tuple[int, ...]
    total: Sum


@dataclass(frozen=True)
class SizeLine:
    """Per cent of all households; `impossible` when those with minors are more than the households of that size."""

    size: int
    percent: Decimal
    with_minors: Decimal

    @property
    def impossible(self) -> bool:
        return self.with_minors > self.percent


@dataclass(frozen=True)
class ZonePlan:
    scope: Scope
    outcomes: tuple[str, ...]
    lines: tuple[Line, ...]
    columns: tuple[Sum, ...]
    cells_sum: int
    row_totals_sum: int
    column_totals_sum: int
    grand_total: int
    sizes: tuple[SizeLine, ...]
    facts: Mapping[str, Any]

    @property
    def wrong_lines(self) -> list[Line]:
        return [line for line in self.lines if not line.total.right]

    @property
    def wrong_columns(self) -> int:
        """How many column totals are wrong, the total of totals among them."""
        return sum(not column.right for column in self.columns) + (self.grand_total != self.row_totals_sum)


@cache
def zone_plan() -> ZonePlan:
    plan = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    as_of: date = plan["as_of"]
    lines = tuple(
        Line(row["municipality"], row["name"], tuple(row["cells"]), Sum(row["total"], sum(row["cells"])))
        for row in plan["applications"]
    )
    sums = [sum(column) for column in zip(*(line.cells for line in lines), strict=True)]
    return ZonePlan(
        scope=Scope(as_of, plan["measure"]),
        outcomes=tuple(plan["outcomes"]),
        lines=lines,
        columns=tuple(Sum(*pair) for pair in zip(plan["column_totals"], sums, strict=True)),
        cells_sum=sum(sums),
        row_totals_sum=sum(line.total.printed for line in lines),
        column_totals_sum=sum(plan["column_totals"]),
        grand_total=plan["grand_total"],
        sizes=tuple(_size(row) for row in plan["sizes"]),
        facts=plan,
    )


def printed_of(plan: ZonePlan) -> dict[str, tuple[Words, Words | None]]:
    """Each quantitative objective as printed, with a remark."""
    return {
        row["code"]: (Words(**row["printed"]), Words(**row["remark"]) if "remark" in row else None)
        for row in plan.facts["indicators"]
    }


def _size(row: Mapping[str, Any]) -> SizeLine:
    minors = sum((Decimal(str(value)) for value in row["with_minors"]), Decimal(0))
    return SizeLine(row["size"], Decimal(str(row["percent"])), minors)
