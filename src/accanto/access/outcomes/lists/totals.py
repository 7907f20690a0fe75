"""Totals that a list states by itself: a line «TOTALE», or a table municipality × outcome."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from accanto.access.outcomes.enums import Outcome
from accanto.access.outcomes.lists import words
from accanto.access.outcomes.lists.places import Towns
from accanto.core.sheets import Row
from accanto.core.sheets.values import as_text

Key = tuple[int | None, str]
"""(municipality or None for all of them, outcome or "" for all of them)."""


@dataclass(frozen=True, slots=True)
class TotalsHead:
    """The columns of a table municipality × outcome; `total` is the column of the row totals, if any."""

    outcomes: tuple[tuple[int, Outcome], ...]
    total: int | None


def head_of(row: Row) -> TotalsHead | None:
    """The row as the head of such a table: at least three of its cells are outcomes."""
    found: list[tuple[int, Outcome]] = []
    total = None
    for place, cell in enumerate(row.cells):
        text = as_text(cell)
        outcome = words.outcome_like(text)
        if outcome and outcome not in {known for _place, known in found}:
            found.append((place, outcome))
        elif words.fold(text).startswith("total"):
            total = place
    return TotalsHead(tuple(found), total) if len(found) >= 3 else None


def read_table_row(row: Row, head: TotalsHead, towns: Towns) -> dict[Key, int] | None:
    """The counts of one row of the table; None when the row names neither a municipality nor the total."""
    name = next((text for cell in row.cells if (text := as_text(cell)) and number(cell) is None), "")
    folded = words.fold(name)
    town: int | None = None
    if not folded.startswith("total") and folded not in {"ambito", "zona", "sds"}:
        found = towns.find(name)
        if found is None:
            return None
        town = found.town.id
    counts: dict[Key, int] = {}
    for place, outcome in head.outcomes:
        if (count := number(_cell(row.cells, place))) is not None:
            counts[town, str(outcome)] = count
    if head.total is not None and (count := number(_cell(row.cells, head.total))) is not None:
        counts[town, ""] = count
    return counts


def read_total_line(row: Row, towns: Towns) -> dict[Key, int] | None:
    """«TOTALE;1707», «Totale positive: 670», «Totale Pistoia 1128»; None when the row is no such line."""
    texts = [as_text(cell) for cell in row.cells if as_text(cell)]
    if not texts or not words.fold(texts[0]).startswith("total"):
        return None
    numbers = [count for text in texts if (count := number(text)) is not None]
    line = " ".join(text for text in texts if number(text) is None)
    inside = re.search(r"(\d[\d.]*)\D*$", line)
    if not numbers and inside:
        numbers = [int(inside[1].replace(".", ""))]
        line = line[: inside.start()]
    if len(numbers) != 1:
        return {}
    rest = re.sub(r"^total\w*", "", words.fold(line)).strip()
    rest = re.sub(r"^((generale|complessivo|domande|elenco|di|comune)( |$))+", "", rest).strip()
    return _one_total(rest, numbers[0], towns)


def _one_total(rest: str, count: int, towns: Towns) -> dict[Key, int]:
    if not rest or rest in {"generale", "complessivo", "domande", "righe"}:
        return {(None, ""): count}
    outcome = words.outcome_of(rest)
    if outcome:
        return {(None, str(outcome)): count}
    found = towns.find(rest)
    return {(found.town.id, ""): count} if found else {}


def number(cell: object) -> int | None:
    """A whole count, or None; «1.707» is one thousand seven hundred and seven."""
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int):
        return cell if cell >= 0 else None
    text = as_text(cell)
    if re.fullmatch(r"\d{1,9}|\d{1,3}(\.\d{3})+", text):
        return int(text.replace(".", ""))
    return None


def _cell(cells: Sequence[object], place: int) -> object:
    return cells[place] if place < len(cells) else None
