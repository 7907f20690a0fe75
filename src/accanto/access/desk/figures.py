"""What the figures page draws: each count as bars with its table, small numbers hidden where they must be."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accanto.access.desk.enums import (
    Channel,
    Identity,
    MediatorState,
    NationalityGroup,
    OutcomeKind,
    UnmetReason,
)
from accanto.access.desk.languages import label_of
from accanto.access.desk.queries.figures import ByPoint, Counts
from accanto.access.directory.needs import needs as known_needs
from accanto.core.small_numbers import COMPLEMENT, Cell, Hidden, Table, table

# What counts each contact once, so that its numbers make up the total.
_ADD_UP = frozenset({"channel", "nationality", "language", "identity", "weekday", "hour"})


@dataclass(frozen=True)
class Chart:
    """`bars`: what may be drawn; `hidden`: what may not, in words."""

    title: str
    bars: list[tuple[str, int]]
    hidden: list[tuple[str, str]]
    note: str = ""


@dataclass(frozen=True)
class Crossed:
    """A table by two keys with its sums."""

    title: str
    columns: list[str]
    rows: list[tuple[str, list[Cell], Cell]]


@dataclass(frozen=True)
class Figures:
    """What one reader is told, of one access point or of all (`point` is None).

    `mine`: access points whose contacts the reader reads one by one. Of the others a small number is hidden in one
    table by access point, whichever view is asked for: so no view taken from another gives it back.
    """

    found: ByPoint
    point: int | None
    mine: frozenset[int]
    rows: bool

    @property
    def full(self) -> bool:
        return self.rows or self.point in self.mine

    @property
    def counts(self) -> Counts:
        return self.found.together() if self.point is None else self.found.one(self.point)

    @property
    def total(self) -> Cell:
        return self.shown("all").get("", 0)

    def shown(self, what: str) -> dict[str, Cell]:
        """By key, those that are not zero."""
        if what == "point" and self.point is None and not self.full:
            return self._by_point()
        numbers = {key: n for key, n in self.counts.of(what).items() if n}
        if self.full:
            return dict(numbers)
        made = self._others(what)
        told: dict[str, Cell] = {}
        for key in {**made.row_totals, **numbers}:  # a zero may be what is hidden
            if self.point is not None:
                told[key] = made.cells[key, self.point]
            else:
                others = made.row_totals.get(key, 0)
                told[key] = others if isinstance(others, Hidden) else numbers.get(key, 0)
        shown = {key: cell for key, cell in told.items() if cell != 0}
        return _not_alone(shown) if what in _ADD_UP else shown

    def pairs(self, what: str) -> Mapping[tuple[str, str], int]:
        """By two keys: of one access point only to those who read its contacts, of all of them to everybody."""
        return self.counts.pairs(what) if self.full or self.point is None else {}

    def _by_point(self) -> dict[str, Cell]:
        made = self._others("all")
        own: dict[str, Cell] = {str(pk): self.found.one(pk).total for pk in self.mine}
        others = {str(pk): made.cells["", pk] for pk in self._strangers()}
        return {key: cell for key, cell in {**own, **others}.items() if cell != 0}

    def _strangers(self) -> list[int]:
        return sorted(set(self.found.points) - self.mine)

    def _others(self, what: str) -> Table:
        cells = {(key, pk): n for pk in self._strangers() for key, n in self.found.one(pk).of(what).items()}
        keys = sorted({key for key, _pk in cells})
        columns = self._strangers()
        if self.point is not None and self.point not in columns:
            columns = [*columns, self.point]
        return table(cells, keys, columns, full=False)


def _not_alone(told: dict[str, Cell]) -> dict[str, Cell]:
    """They add up to a total that stands on the page: one hidden alone could be computed."""
    if sum(isinstance(cell, Hidden) for cell in told.values()) != 1:
        return told
    known = {key: cell for key, cell in told.items() if isinstance(cell, int)}
    if known:
        told[min(known, key=lambda key: (known[key], key))] = COMPLEMENT
    return told


def charts(figures: Figures, points: Mapping[str, str]) -> list[Chart]:
    needs = {code: need.label for code, need in known_needs().items()}
    days = {str(number + 1): capfirst(str(name)) for number, name in WEEKDAYS.items()}
    hours = {str(hour): f"{hour}:00" for hour in range(24)}
    spoken = {code: label_of(code) for code in figures.counts.of("language")}
    several = _("A contact may have several: the sum is more than the contacts.")
    told = [
        (_("By need"), "need", needs, True, several),
        (_("By outcome"), "outcome", _labels(OutcomeKind), True, several),
        (_("By channel"), "channel", _labels(Channel), True, ""),
        (_("By nationality"), "nationality", _labels(NationalityGroup), False, ""),
        (_("By language"), "language", spoken, True, ""),
        (_("Named or not"), "identity", _labels(Identity), False, ""),
        (_("By access point"), "point", points, True, ""),
        (_("By day of the week"), "weekday", days, False, ""),
        (_("By hour"), "hour", hours, False, ""),
    ]
    made = [_chart(title, figures.shown(what), figures.counts.of(what), labels, ordered, note)
            for title, what, labels, ordered, note in told]  # fmt: skip
    return [chart for chart in made if chart.bars or chart.hidden]


def unmet(figures: Figures) -> Crossed | None:
    """Needs without an answer, by reason."""
    pairs = figures.pairs("unmet")
    needs = {code: need.label for code, need in known_needs().items()}
    title = _("Needs without an answer")
    return _crossed(title, pairs, needs, _labels(UnmetReason), full=figures.full)


def mediators(figures: Figures) -> Crossed | None:
    pairs = figures.pairs("mediator")
    languages = {code: label_of(code) for code, _state in pairs}
    return _crossed(_("Mediators called"), pairs, languages, _labels(MediatorState), full=figures.full)


def _labels(kind: Any) -> dict[str, str]:
    return {str(value): capfirst(str(label)) for value, label in kind.choices}


def _chart(
    title: str,
    shown: Mapping[str, Cell],
    numbers: Mapping[str, int],
    labels: Mapping[str, str],
    ordered: bool,
    note: str,
) -> Chart:
    keys = [key for key in [*labels, *(key for key in shown if key not in labels)] if key in shown]
    if ordered:
        keys.sort(key=lambda key: (-numbers.get(key, 0), labels.get(key, key)))
    bars = [(labels.get(key, key), cell) for key in keys if isinstance(cell := shown[key], int)]
    hidden = [(labels.get(key, key), str(cell)) for key in keys if isinstance(cell := shown[key], Hidden)]
    return Chart(title, bars, sorted(hidden), note)


def _crossed(
    title: str,
    pairs: Mapping[tuple[str, str], int],
    rows: Mapping[str, str],
    columns: Mapping[str, str],
    *,
    full: bool,
) -> Crossed | None:
    if not pairs:
        return None
    across = [key for key in columns if any(other == key for _one, other in pairs)]
    down = [key for key in rows if any(one == key for one, _other in pairs)]
    made = table(pairs, down, across, full=full)
    told = [(rows[row], [made.cells[row, column] for column in across], made.row_totals[row]) for row in down]
    return Crossed(title, [columns[key] for key in across], told)
