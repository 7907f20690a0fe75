"""Charts drawn on the server: SVG without inline style, text that keeps its size, and the data in a table.

Bars stretch by percentages and there is no viewBox, so words stay legible at 360 px.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import count, pairwise
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from accanto.core.templatetags.accanto_ui import euro, number, percent

register = template.Library()

_written: dict[str, Callable[[Any], str]] = {"number": number, "euro": euro, "percent": percent}
TONE_COLOURS = {"late": "#b3261e", "soon": "#8a5300", "fine": "#00694a", "restricted": "#5b3a8c"}
SERIES_COLOURS = ("#003d7a", "#5a9bdc", "#8c9bab", "#c2d9f0", "#33475b", "#a8b5c2")
BAR, FLOOR, MANY = 44, 150, 12  # height of a row, of the axis; bars beyond which figures would touch
_serial = count(1)


@dataclass(frozen=True, slots=True)
class Point:
    label: str
    value: float
    tone: str
    shown: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a bar chart: its pieces are (value, colour)."""

    label: str
    pieces: tuple[tuple[float, str], ...]
    shown: str


@register.simple_tag
def bar_chart(
    data: Iterable[Any],
    title: str,
    description: str = "",
    unit: str = "",
    kind: str = "number",
    heading: str = "",
) -> SafeString:
    """Horizontal bars. data: (label, value) or {label, value, tone}; kind: number, euro, percent."""
    points = _points(data, kind, unit)
    rows = [Bar(point.label, ((max(point.value, 0), _colour(point)),), point.shown) for point in points]
    svg = _svg(_bars(rows), height=max(len(rows), 1) * BAR, title=title, description=description)
    return _figure(title, svg, _table_of(points, title, heading or gettext("Item"), unit or gettext("Value")))


@register.simple_tag
def stacked_bar_chart(
    data: Iterable[Any],
    series: Sequence[Any],
    title: str,
    description: str = "",
    unit: str = "",
    kind: str = "number",
) -> SafeString:
    """Bars in pieces. series: names, or {label, tone}; data: (label, [values]) in the same order."""
    names = [_name(item) for item in series]
    colours = [
        TONE_COLOURS.get(_get(item, "tone"), SERIES_COLOURS[index % len(SERIES_COLOURS)])
        for index, item in enumerate(series)
    ]
    lines = [(str(_first(item)), [float(value or 0) for value in _second(item)]) for item in data]
    rows = [
        Bar(label, tuple(zip(values, colours, strict=True)), _shown(sum(values), kind, unit))
        for label, values in lines
    ]
    svg = _svg(_bars(rows), height=max(len(rows), 1) * BAR, title=title, description=description)
    cells = [
        (label, *(_shown(value, kind, "") for value in values), row.shown)
        for (label, values), row in zip(lines, rows, strict=True)
    ]
    table = _table(title, [gettext("Item"), *names, gettext("Total")], cells)
    return _figure(title, format_html("{}{}", _legend(names, colours), svg), table)


@register.simple_tag
def line_chart(
    data: Iterable[Any],
    title: str,
    description: str = "",
    unit: str = "",
    kind: str = "number",
    heading: str = "",
) -> SafeString:
    """One line over time. data: (label, value) in order; the axis starts at zero."""
    points = _points(data, kind, unit)
    top = max((point.value for point in points), default=0) or 1
    step = 92.0 / max(len(points) - 1, 1)
    places = [(4 + index * step, FLOOR - point.value / top * 120) for index, point in enumerate(points)]
    strokes = [
        format_html(
            '<line x1="{}%" y1="{}" x2="{}%" y2="{}" stroke="{}" stroke-width="2.5"></line>',
            *(_pc(place) for place in (*start, *end)),
            SERIES_COLOURS[0],
        )
        for start, end in pairwise(places)
    ]
    dots = [
        format_html(
            '<circle cx="{}%" cy="{}" r="4" fill="#fff" stroke="{}" stroke-width="2.5">{}</circle>',
            *(_pc(x), _pc(y), SERIES_COLOURS[0], _tip(point)),
        )
        for (x, y), point in zip(places, points, strict=True)
    ]
    scale = format_html('<text x="0" y="14">{}</text>', _shown(top, kind, unit))
    labels = _labels(points, [x for x, _y in places])
    drawing = _join([_axis(FLOOR), scale, *strokes, *dots, *labels])
    svg = _svg(drawing, height=FLOOR + 26, title=title, description=description)
    return _figure(title, svg, _table_of(points, title, heading or gettext("When"), unit or gettext("Value")))


@register.simple_tag
def histogram(
    data: Iterable[Any],
    title: str,
    description: str = "",
    unit: str = "",
    kind: str = "number",
    heading: str = "",
) -> SafeString:
    """Upright bars that touch. data: (label of the class, count[, tone])."""
    points = _points(data, kind, "")
    top = max((point.value for point in points), default=0) or 1
    width = 100.0 / max(len(points), 1)
    centres = [(index + 0.5) * width for index in range(len(points))]
    bars = [
        format_html(
            '<rect x="{}%" y="{}" width="{}%" height="{}" fill="{}" stroke="#fff">{}</rect>',
            *(_pc(centre - width / 2), _pc(FLOOR - point.value / top * 120), _pc(width)),
            *(_pc(point.value / top * 120), _colour(point), _tip(point)),
        )
        for centre, point in zip(centres, points, strict=True)
    ]
    figures = [
        format_html(
            '<text class="ac-chart-value" x="{}%" y="{}" text-anchor="middle">{}</text>',
            *(_pc(centre), _pc(FLOOR - 5 - point.value / top * 120), point.shown),
        )
        for centre, point in zip(centres, points, strict=True)
        if point.value and len(points) <= MANY
    ]
    drawing = _join([_axis(FLOOR), *bars, *figures, *_labels(points, centres)])
    svg = _svg(drawing, height=FLOOR + 26, title=title, description=description)
    return _figure(
        title, svg, _table_of(points, title, heading or gettext("Class"), unit or gettext("How many"))
    )


def _bars(rows: Sequence[Bar]) -> SafeString:
    """Each row: its name above, its pieces, its figure after them."""
    longest = max((sum(value for value, _ in row.pieces) for row in rows), default=0) or 1
    room = _room(row.shown for row in rows)
    drawn: list[SafeString] = []
    for line, row in enumerate(rows):
        y, start = line * BAR, 0.0
        drawn.append(format_html('<text x="0" y="{}">{}</text>', y + 14, row.label))
        for value, colour in row.pieces:
            width = value / longest * room
            drawn.append(
                format_html(
                    '<rect x="{}%" y="{}" width="{}%" height="14" fill="{}" stroke="#fff"></rect>',
                    *(_pc(start), y + 21, _pc(width), colour),
                )
            )
            start += width
        drawn.append(
            format_html(
                '<text class="ac-chart-value" x="{}%" y="{}" dx="8">{}</text>', _pc(start), y + 33, row.shown
            )
        )
    return _join(drawn)


def _room(figures: Iterable[str]) -> float:
    """Per cent of the width for the longest bar: the rest holds its figure, even at 300 px."""
    return max(40.0, 96.0 - 2.5 * max((len(figure) for figure in figures), default=0))


def _points(data: Iterable[Any], kind: str, unit: str) -> list[Point]:
    points = []
    for item in data:
        value = float(_second(item) or 0)
        tone = _get(item, "tone") or (item[2] if isinstance(item, list | tuple) and len(item) > 2 else "")
        points.append(Point(str(_first(item)), value, str(tone), _shown(_second(item) or 0, kind, unit)))
    return points


def _shown(value: Any, kind: str, unit: str) -> str:
    decimals = 0 if float(value) == int(value) else 1
    if kind == "number":
        words = number(Decimal(str(value)), decimals)
    elif kind == "percent":
        words = percent(Decimal(str(value)), decimals)
    else:
        words = _written[kind](Decimal(str(value)))
    return f"{words}\N{NO-BREAK SPACE}{unit}" if unit and kind == "number" else words


def _get(item: Any, name: str) -> Any:
    return item.get(name, "") if isinstance(item, Mapping) else getattr(item, name, "")


def _first(item: Any) -> Any:
    return item[0] if isinstance(item, list | tuple) else _get(item, "label")


def _second(item: Any) -> Any:
    return item[1] if isinstance(item, list | tuple) else (_get(item, "values") or _get(item, "value"))


def _name(item: Any) -> str:
    return str(_get(item, "label") or item)


def _pc(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _join(pieces: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def _axis(y: int) -> SafeString:
    return format_html('<line x1="0" y1="{}" x2="100%" y2="{}" stroke="#7d8fa3"></line>', y, y)


def _labels(points: Sequence[Point], places: Sequence[float]) -> list[SafeString]:
    """Under the axis: at most five, so that they do not touch on a phone."""
    every = -(-len(points) // 5) or 1
    return [
        format_html(
            '<text x="{}%" y="{}" text-anchor="middle">{}</text>', _pc(place), FLOOR + 18, point.label
        )
        for index, (place, point) in enumerate(zip(places, points, strict=True))
        if index % every == 0
    ]


def _colour(point: Point) -> str:
    return TONE_COLOURS.get(point.tone, SERIES_COLOURS[0])


def _tip(point: Point) -> SafeString:
    return format_html("<title>{}: {}</title>", point.label, point.shown)


def _table_of(points: Sequence[Point], title: str, *headings: str) -> SafeString:
    return _table(title, headings, [(point.label, point.shown) for point in points])


def _legend(names: Sequence[str], colours: Sequence[str]) -> SafeString:
    items = format_html_join(
        "",
        '<li><svg aria-hidden="true"><rect width="12" height="12" rx="2" fill="{}"></rect></svg>{}</li>',
        zip(colours, names, strict=True),
    )
    return format_html('<ul class="ac-legend">{}</ul>', items)


def _svg(content: SafeString, *, height: int, title: str, description: str) -> SafeString:
    key = f"ac-chart-{next(_serial)}"
    return format_html(
        '<svg width="100%" height="{}" role="img" aria-labelledby="{}-t {}-d"><title id="{}-t">{}</title>'
        '<desc id="{}-d">{}</desc>{}</svg>',
        height,
        key,
        key,
        key,
        title,
        key,
        description or gettext("The figures are in the table below."),
        content,
    )


def _table(title: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> SafeString:
    head = format_html_join(
        "",
        '<th scope="col"{}>{}</th>',
        ((mark_safe(' class="ac-num"') if index else "", text) for index, text in enumerate(headings)),
    )
    body = format_html_join(
        "",
        '<tr><th scope="row">{}</th>{}</tr>',
        (
            (row[0], format_html_join("", '<td class="ac-num">{}</td>', ((cell,) for cell in row[1:])))
            for row in rows
        ),
    )
    return format_html(
        '<details><summary>{}</summary><div class="ac-table-wrap"><table class="ac-table">'
        '<caption class="ac-hidden-text">{}</caption>'
        "<thead><tr>{}</tr></thead><tbody>{}</tbody></table></div></details>",
        gettext("The same figures in a table"),
        title,
        head,
        body,
    )


def _figure(title: str, drawing: SafeString, table: SafeString) -> SafeString:
    return format_html(
        '<figure class="ac-chart"><figcaption>{}</figcaption>{}{}</figure>', title, drawing, table
    )
