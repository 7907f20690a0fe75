"""A figure for a program, as much of it as the reader may see."""

from typing import Any

from accanto.steering.indicators.masking import Shown
from accanto.steering.indicators.queries.report import as_json
from accanto.steering.indicators.small_numbers import Hidden


def shown_as_json(shown: Shown) -> dict[str, Any]:
    """The same fields as `as_json`, null where a number is not shown; `hidden` says that one is not."""
    told = as_json(shown.figure)
    if shown.figure.definition.shape == "duration":
        told |= _spread(shown)
    if "readings" in told:
        allowed = {reading.code for reading in shown.readings}
        told["readings"] = [one for one in told["readings"] if one["code"] in allowed]
    if shown.table is not None:
        told["rows"] = _cells(shown)
    told |= {name: _number(value) for name, value in shown.also.items()}
    hidden = shown.hidden or isinstance(shown.value, Hidden)
    if hidden:
        told |= {"value": None, "numerator": None, "denominator": None}
    return {**told, "hidden": hidden}


def _spread(shown: Shown) -> dict[str, Any]:
    spread = shown.spread
    if spread is None:
        return {"min": None, "median": None, "max": None, "distribution": []}
    return {
        "distribution": [{"from": start, "to": end, "count": count} for start, end, count in spread.classes]
    }


def _cells(shown: Shown) -> list[dict[str, Any]]:
    """Every place of the table: leaving out those that are zero would give back what stands beside them."""
    assert shown.table is not None  # noqa: S101  (asked above)
    names = {row["municipality"]: row["name"] for row in shown.figure.rows if "municipality" in row}
    found = []
    for row in shown.rows:
        for column in shown.columns:
            place = (
                {"municipality": row, "name": names[row], "outcome": column}
                if names
                else {"size": row, "minors": column}
            )
            found.append({**place, "count": _number(shown.table.cells[row, column])})
    return found


def _number(value: Any) -> Any:
    return None if isinstance(value, Hidden) else value
