"""Charts drawn on the server: SVG without inline style, text that keeps its size, and the data in a table.

Bars stretch by percentages and there is no viewBox, so words stay legible at 360 px.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import count
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from accanto.core.templatetags.accanto_ui import euro, number, percent

register = template.Library()

type_of_value: dict[str, Callable[[Any], str]] = {"number": number, "euro": euro, "percent": percent}
TONE_COLOURS = {"late": "#b3261e", "soon": "#8a5300", "fine": "#00694a", "restricted": "#5b3a8c"}
SERIES_COLOURS = ("#003d7a", "#5a9bdc", "#8c9bab", "#c2d9f0", "#33475b", "#a8b5c2")
FULL = 82.0  # per cent of the width that the longest bar takes: the rest is for its figure
_serial = count(1)


@dataclass(frozen=True, slots=True)
class Point:
    label: str
    value: float
    tone: str
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
    longest = max((point.value for point in points), default=0) or 1
    rows = format_html_join(
        "",
        '<text x="0" y="{}">{}</text><rect x="0" y="{}" width="{}%" height="14" rx="3" fill="{}"></rect>'
        '<text class="ac-chart-value" x="{}%" y="{}" dx="8">{}</text>',
        (
            (
                14 + row * 44,
                point.label,
                21 + row * 44,
                _pc(max(point.value, 0) / longest * FULL),
                TONE_COLOURS.get(point.tone, SERIES_COLOURS[0]),
                _pc(max(point.value, 0) / longest * FULL),
                33 + row * 44,
                point.shown,
            )
            for row, point in enumerate(points)
        ),
    )
    svg = _svg(rows, height=max(len(points), 1) * 44, title=title, description=description)
    table = _table(
        title, [heading or gettext("Item"), unit or gettext("Value")], [(p.label, p.shown) for p in points]
    )
    return _figure(title, svg, table)


@register.simple_tag
def stacked_bar_chart(
    data: Iterable[Any],
    series: Sequence[Any],
    title: str,
    description: str = "",
    unit: str = "",
    kind: str = "number",
) -> SafeString:
    """Horizontal bars in pieces. series: names, or {label, tone}; data: (label, [values]) in the same order."""
    names = [_name(item) for item in series]
    colours = [
        TONE_COLOURS.get(_get(item, "tone"), SERIES_COLOURS[index % len(SERIES_COLOURS)])
        for index, item in enumerate(series)
    ]
    rows = [(_first(item), [float(value or 0) for value in _second(item)]) for item in data]
    longest = max((sum(values) for _, values in rows), default=0) or 1
    pieces: list[SafeString] = []
    for row, (label, values) in enumerate(rows):
        start = 0.0
        pieces.append(format_html('<text x="0" y="{}">{}</text>', 14 + row * 44, label))
        for value, colour in zip(values, colours, strict=True):
            width = value / longest * FULL
            if width:
                pieces.append(
                    format_html(
                        '<rect x="{}%" y="{}" width="{}%" height="14" fill="{}" stroke="#fff"></rect>',
                        _pc(start),
                        21 + row * 44,
                        _pc(width),
                        colour,
                    )
                )
            start += width
        pieces.append(
            format_html(
                '<text class="ac-chart-value" x="{}%" y="{}" dx="8">{}</text>',
                _pc(start),
                33 + row * 44,
                _shown(sum(values), kind, ""),
            )
        )
    svg = _svg(_join(pieces), height=max(len(rows), 1) * 44, title=title, description=description)
    table = _table(
        title,
        [gettext("Item"), *names, gettext("Total")],
        [
            (label, *(_shown(v, kind, "") for v in values), _shown(sum(values), kind, unit))
            for label, values in rows
        ],
    )
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
    places = [(4 + index * step, 150 - point.value / top * 120) for index, point in enumerate(points)]
    pieces = [_axis(150), format_html('<text x="0" y="14">{}</text>', _shown(top, kind, unit))]
    for (x1, y1), (x2, y2) in zip(places, places[1:], strict=False):
        pieces.append(
            format_html(
                '<line x1="{}%" y1="{}" x2="{}%" y2="{}" stroke="#003d7a" stroke-width="2.5" stroke-linecap="round"></line>',
                _pc(x1),
                _pc(y1),
                _pc(x2),
                _pc(y2),
            )
        )
    for index, ((x, y), point) in enumerate(zip(places, points, strict=True)):
        pieces.append(
            format_html(
                '<circle cx="{}%" cy="{}" r="4" fill="#fff" stroke="#003d7a" stroke-width="2.5"><title>{}: {}</title></circle>',
                _pc(x),
                _pc(y),
                point.label,
                point.shown,
            )
        )
        pieces.append(_under(index, len(points), x, point.label))
    svg = _svg(_join(pieces), height=176, title=title, description=description)
    table = _table(
        title, [heading or gettext("When"), unit or gettext("Value")], [(p.label, p.shown) for p in points]
    )
    return _figure(title, svg, table)


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
    pieces = [_axis(150)]
    for index, point in enumerate(points):
        height = point.value / top * 120
        pieces.append(
            format_html(
                '<rect x="{}%" y="{}" width="{}%" height="{}" fill="{}" stroke="#fff"><title>{}: {}</title></rect>',
                _pc(index * width),
                _pc(150 - height),
                _pc(width),
                _pc(height),
                TONE_COLOURS.get(point.tone, SERIES_COLOURS[0]),
                point.label,
                point.shown,
            )
        )
        if len(points) <= 12 and point.value:
            pieces.append(
                format_html(
                    '<text class="ac-chart-value" x="{}%" y="{}" text-anchor="middle">{}</text>',
                    _pc((index + 0.5) * width),
                    _pc(145 - height),
                    point.shown,
                )
            )
        pieces.append(_under(index, len(points), (index + 0.5) * width, point.label, centred=True))
    svg = _svg(_join(pieces), height=176, title=title, description=description)
    table = _table(
        title,
        [heading or gettext("Class"), unit or gettext("How many")],
        [(p.label, p.shown) for p in points],
    )
    return _figure(title, svg, table)


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
        words = type_of_value[kind](Decimal(str(value)))
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


def _under(index: int, total: int, x: float, label: str, *, centred: bool = False) -> SafeString:
    """Labels under an axis: at most five, so that they do not touch on a phone."""
    every = -(-total // 5)
    if index % every:
        return mark_safe("")
    first, last = index == 0 and not centred, index == total - 1 and not centred
    anchor = "start" if first else "end" if last else "middle"
    place = 0.0 if first else 100.0 if last else x
    return format_html('<text x="{}%" y="168" text-anchor="{}">{}</text>', _pc(place), anchor, label)


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
        '<details><summary>{}</summary><div class="ac-table-wrap"><table class="ac-table"><caption class="ac-hidden-text">{}'
        "</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div></details>",
        gettext("The same figures in a table"),
        title,
        head,
        body,
    )


def _figure(title: str, drawing: SafeString, table: SafeString) -> SafeString:
    return format_html(
        '<figure class="ac-chart"><figcaption>{}</figcaption>{}{}</figure>', title, drawing, table
    )
