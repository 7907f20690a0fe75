"""All figures of a day, as objects and as JSON."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from accanto.steering.indicators.definitions import definitions
from accanto.steering.indicators.figures import Figure, Scope, Spread, calculations
from accanto.steering.indicators.queries.tally import tally_of


def all_figures(scope: Scope) -> list[Figure]:
    """Every figure, in the order of the definitions."""
    return some_figures(definitions(), scope)


def some_figures(codes: Iterable[str], scope: Scope) -> list[Figure]:
    """In the order asked, counted together; raises KeyError for an unknown code."""
    known, tally = calculations(), tally_of(scope)
    return [known[code](scope, tally) for code in codes]


def one_figure(code: str, scope: Scope) -> Figure:
    """Raises KeyError for an unknown code."""
    (figure,) = some_figures([code], scope)
    return figure


def as_json(figure: Figure) -> dict[str, Any]:
    """One element of `accanto report indicators --json`."""
    definition = figure.definition
    element: dict[str, Any] = {
        "code": figure.code,
        "label": str(definition.label),
        "unit": definition.unit,
        "value": _number(figure.value),
        "numerator": figure.numerator,
        "denominator": figure.denominator,
    }
    if definition.shape == "duration":
        element |= _spread(figure.spread)
    if figure.readings:
        element["readings"] = [
            {
                "code": reading.code,
                "label": str(reading.label),
                "value": _number(reading.value),
                "numerator": reading.numerator,
                "denominator": reading.denominator,
            }
            for reading in figure.readings
        ]
    if figure.rows or definition.shape == "table":
        element["rows"] = [{name: _number(value) for name, value in row.items()} for row in figure.rows]
    return {**element, **figure.also}


def _spread(spread: Spread | None) -> dict[str, Any]:
    if spread is None:
        return {"min": None, "median": None, "max": None, "distribution": []}
    return {
        "min": spread.least,
        "median": _number(spread.middle),
        "max": spread.most,
        "distribution": [{"from": start, "to": end, "count": count} for start, end, count in spread.classes],
    }


def _number(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value
