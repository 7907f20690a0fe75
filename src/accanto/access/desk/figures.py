"""What the figures page draws: each count as bars with its table, small numbers hidden where they must be."""

from collections.abc import Mapping, Sequence
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
from accanto.access.desk.queries.figures import Counts
from accanto.access.directory.needs import needs as known_needs
from accanto.core.small_numbers import Cell, Hidden, Table, table

_ONE = "n"


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


def charts(found: Counts, points: Mapping[str, str], *, full: bool) -> list[Chart]:
    needs = {code: need.label for code, need in known_needs().items()}
    days = {str(number + 1): capfirst(str(name)) for number, name in WEEKDAYS.items()}
    hours = {str(hour): f"{hour}:00" for hour in range(24)}
    several = _("A contact may have several: the sum is more than the contacts.")
    told = [
        (_("By need"), "need", needs, True, several, False),
        (_("By outcome"), "outcome", _labels(OutcomeKind), True, several, False),
        (_("By channel"), "channel", _labels(Channel), True, "", True),
        (_("By nationality"), "nationality", _labels(NationalityGroup), False, "", True),
        (
            _("By language"),
            "language",
            {code: label_of(code) for code in found.of("language")},
            True,
            "",
            True,
        ),
        (_("Named or not"), "identity", _labels(Identity), False, "", True),
        (_("By access point"), "point", points, True, "", True),
        (_("By day of the week"), "weekday", days, False, "", True),
        (_("By hour"), "hour", hours, False, "", True),
    ]
    made = [
        _chart(title, found.of(what), labels, note=note, sums=sums, ordered=ordered, full=full)
        for title, what, labels, ordered, note, sums in told
    ]
    return [chart for chart in made if chart.bars or chart.hidden]


def unmet(found: Counts, *, full: bool) -> Crossed | None:
    """Needs without an answer, by reason."""
    pairs = found.pairs("unmet")
    needs = {code: need.label for code, need in known_needs().items()}
    return _crossed(_("Needs without an answer"), pairs, needs, _labels(UnmetReason), full=full)


def mediators(found: Counts, *, full: bool) -> Crossed | None:
    pairs = found.pairs("mediator")
    languages = {code: label_of(code) for code, _state in pairs}
    return _crossed(_("Mediators called"), pairs, languages, _labels(MediatorState), full=full)


def _labels(kind: Any) -> dict[str, str]:
    return {str(value): capfirst(str(label)) for value, label in kind.choices}


def _chart(
    title: str,
    numbers: Mapping[str, int],
    labels: Mapping[str, str],
    *,
    note: str,
    sums: bool,
    ordered: bool,
    full: bool,
) -> Chart:
    """`sums`: the numbers make up the total that stands on the page, so that a lone hidden one could be computed."""
    keys = [key for key in [*labels, *(key for key in numbers if key not in labels)] if numbers.get(key)]
    if ordered:
        keys.sort(key=lambda key: (-numbers[key], labels.get(key, key)))
    shown = _hide(numbers, keys, sums=sums, full=full)
    bars = [
        (labels.get(key, key), cell) for key, cell in zip(keys, shown, strict=True) if isinstance(cell, int)
    ]
    hidden = [
        (labels.get(key, key), str(cell))
        for key, cell in zip(keys, shown, strict=True)
        if isinstance(cell, Hidden)
    ]
    return Chart(title, bars, hidden, note)


def _hide(numbers: Mapping[str, int], keys: Sequence[str], *, sums: bool, full: bool) -> list[Cell]:
    if not sums:  # each stands alone: nothing adds up to what the page says elsewhere
        return [table({(key, _ONE): numbers[key]}, [key], [_ONE], full=full).cells[key, _ONE] for key in keys]
    made: Table = table({(key, _ONE): numbers[key] for key in keys}, list(keys), [_ONE], full=full)
    return [made.cells[key, _ONE] for key in keys]


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
