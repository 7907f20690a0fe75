"""Figures as the screen and the print say them: words, charts and addresses."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from accanto.access.outcomes.enums import Outcome
from accanto.casework.pathways.enums import Measure
from accanto.core.templatetags.accanto_ui import number, percent
from accanto.steering.indicators.definitions import definitions
from accanto.steering.indicators.figures import Figure, Reading, Scope, Spread
from accanto.steering.indicators.masking import Shown, shown_to
from accanto.steering.indicators.queries import parts_of
from accanto.steering.indicators.small_numbers import Cell, Hidden

# Whoever follows the outcome lists may read these rows; all others say what the service did with the family.
OUTCOME_PARTS = frozenset({("applications", "denominator"), ("analysis_share", "denominator")})


@dataclass(frozen=True)
class Desk:
    """Who reads, and what: from here come the words and the addresses of each figure. `cases` and `outcomes` say
    whether the reader may open cases, and follow the outcome lists."""

    scope: Scope
    full: bool
    towns: dict[str, str]
    cases: bool = True
    outcomes: bool = True

    def address(self, name: str, *args: str, **more: str) -> str:
        return f"{reverse(name, args=args)}?{self.query(**more)}"

    def query(self, **more: str) -> str:
        scope = self.scope
        asked = {
            "giorno": scope.as_of.isoformat(),
            "misura": scope.measure,
            "comune": scope.municipality,
            **more,
        }
        return urlencode({name: value for name, value in asked.items() if value})

    def rows_address(self, code: str) -> str:
        """Of the rows that a figure opens first; empty where there are none that the reader may see."""
        part = next(iter(parts_of(code)), "")
        return self.address("indicator_rows", code) if part and self.opens(code, part) else ""

    def opens(self, code: str, part: str) -> bool:
        """Rows of the outcome lists are for whoever follows them, all others for whoever works on cases."""
        return self.cases or (self.outcomes and (code, part) in OUTCOME_PARTS)

    @property
    def place(self) -> str:
        return self.towns.get(self.scope.municipality) or gettext("the whole zone")

    @property
    def measure(self) -> str:
        return str(Measure(self.scope.measure).label)

    def cards(self, figures: Iterable[Figure]) -> dict[str, dict[str, Any]]:
        return {figure.code: self.card(shown_to(figure, full=self.full)) for figure in figures}

    def card(self, shown: Shown) -> dict[str, Any]:
        figure = shown.figure
        definition = figure.definition
        return {
            "code": figure.code,
            "label": str(definition.label),
            "definition": definition,
            "shape": definition.shape,
            "value": words_of(shown.value, definition.unit),
            "unit": _unit(shown, definition.unit),
            "note": _note(shown),
            "tone": _tone(shown),
            "hidden": shown.hidden,
            "url": self.address("indicator", figure.code),
            "rows_url": self.rows_address(figure.code) if figure.households else "",
            "readings": [_reading(reading) for reading in shown.readings],
            "spread": _spread(shown.spread),
            "histogram": histogram_of(shown.spread),
            "also": shown.also,
            "table": self._table(shown),
            "bodies": figure.rows if definition.shape == "count" else (),
        }

    def _table(self, shown: Shown) -> dict[str, Any] | None:
        if shown.table is None:
            return None
        found = shown.table
        outcomes = shown.figure.code == "applications"
        return {
            "columns": [_column(column, outcomes) for column in shown.columns],
            "rows": [
                {
                    "key": row,
                    "label": self.towns.get(row, row) if outcomes else _size_alone(row),
                    "cells": [
                        {
                            "value": found.cells[row, column],
                            "text": words_of(found.cells[row, column], "count"),
                            "url": self._cell_address(row, column, found.cells[row, column])
                            if outcomes
                            else "",
                        }
                        for column in shown.columns
                    ],
                    "total": found.row_totals[row],
                    "total_text": words_of(found.row_totals[row], "count"),
                }
                for row in shown.rows
            ],
            "totals": [found.column_totals[column] for column in shown.columns],
            "total": found.total,
            "total_texts": [words_of(found.column_totals[column], "count") for column in shown.columns],
            "total_text": words_of(found.total, "count"),
        }

    def _cell_address(self, municipality: str, outcome: str, value: Cell) -> str:
        if isinstance(value, Hidden) or not value or not self.opens("applications", "denominator"):
            return ""
        return self.address("indicator_rows", "applications", comune=municipality, esito=outcome)


def words_of(value: Decimal | int | Hidden | None, unit: str) -> str:
    if value is None:
        return "–"
    if isinstance(value, Hidden):
        return str(value)
    if unit == "percent":
        return percent(value, 1)
    whole = value == int(value)
    return number(Decimal(value), 0 if whole else 1)


def histogram_of(spread: Spread | None) -> list[tuple[str, int]]:
    return [] if spread is None else [(_class(start, end), count) for start, end, count in spread.classes]


def chart_of_outcomes(card: dict[str, Any]) -> list[tuple[str, list[int]]]:
    """Rows of the stacked chart; none when a number is hidden, because a bar with a gap would lie."""
    rows = card["table"]["rows"]
    if any(isinstance(cell["value"], Hidden) for row in rows for cell in row["cells"]):
        return []
    return [(row["label"], [cell["value"] for cell in row["cells"]]) for row in rows]


def chart_of_sizes(card: dict[str, Any]) -> list[tuple[str, int]]:
    """As above, for the totals of each size."""
    rows = card["table"]["rows"]
    if any(isinstance(row["total"], Hidden) for row in rows):
        return []
    return [(_size(row["key"]), row["total"]) for row in rows]


def series_of_outcomes() -> list[str]:
    return [str(outcome.label) for outcome in Outcome]


def _class(start: int | None, end: int | None) -> str:
    if start is None:
        return gettext("up to %(end)d") % {"end": end or 0}
    if end is None:
        return gettext("over %(start)d") % {"start": start - 1}
    return f"{start}–{end}" if end > start else str(start)


def _column(column: Any, outcomes: bool) -> str:
    if outcomes:
        return str(Outcome(column).label)
    return ngettext("%(n)d minor", "%(n)d minors", column) % {"n": column}


def _is_largest(size: int) -> bool:
    return bool(size >= definitions()["households_by_size"].settings["largest_size"])


def _size_alone(size: int) -> str:
    return f"{size}+" if _is_largest(size) else str(size)


def _size(size: int) -> str:
    if _is_largest(size):
        return gettext("%(n)d members or more") % {"n": size}
    return ngettext("%(n)d member", "%(n)d members", size) % {"n": size}


def _unit(shown: Shown, unit: str) -> str:
    if unit == "percent" or shown.hidden or shown.value is None:
        return ""
    n = int(shown.value) if isinstance(shown.value, int | Decimal) else 0
    return {
        "working_days": ngettext("working day", "working days", n),
        "bodies": ngettext("body", "bodies", n),
        "applications": ngettext("application", "applications", n),
        "households": ngettext("household", "households", n),
    }[unit]


def _note(shown: Shown) -> str:
    figure = shown.figure
    if shown.hidden:
        return gettext("About fewer than five households: only those who may open the rows see it.")
    if figure.definition.shape == "duration":
        if shown.spread is None:
            return gettext("Nobody has got there yet.")
        many = figure.households or 0
        return ngettext("median of %(n)s household", "median of %(n)s households", many) % {"n": number(many)}
    if figure.definition.shape == "share":
        if not figure.denominator:
            return gettext("There is nobody to count on this day.")
        sides = {"some": number(figure.numerator), "all": number(figure.denominator)}
        return (
            ngettext("%(some)s household of %(all)s", "%(some)s households of %(all)s", figure.numerator or 0)
            % sides
        )
    return ""


def _tone(shown: Shown) -> str:
    """Essential levels only: below their target is late, because the law says «every household»."""
    target = shown.figure.definition.settings.get("target")
    if target is None or shown.hidden or not isinstance(shown.value, Decimal):
        return ""
    return "fine" if shown.value >= target else "late"


def _reading(reading: Reading) -> dict[str, Any]:
    return {
        "label": str(reading.label),
        "value": words_of(reading.value, "percent"),
        "note": gettext("%(some)s of %(all)s")
        % {"some": number(reading.numerator), "all": number(reading.denominator)},
    }


def _spread(spread: Spread | None) -> list[tuple[str, str]]:
    if spread is None:
        return []
    return [
        (gettext("minimum"), number(spread.least)),
        (gettext("median"), words_of(spread.middle, "days")),
        (gettext("maximum"), number(spread.most)),
    ]
