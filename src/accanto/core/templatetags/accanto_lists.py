"""The cells of a list, and tags. Drawn here: a template included for each cell was most of the time of a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import template
from django.template.base import render_value_in_context
from django.template.context import Context
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from accanto.core.templatetags.accanto_ui import icon

register = template.Library()

NOTHING = "–"
_EMPTY: Mapping[str, Any] = {}


@register.simple_tag(takes_context=True)
def row_cells(context: Context, row: Mapping[str, Any], columns: Sequence[Any]) -> SafeString:
    """The cells of one row: the first is its heading and its link. A row of another length is a mistake of ours."""
    drawn = [
        _cell(context, cell, column) if number else _heading(context, cell, row.get("url", ""))
        for number, (column, cell) in enumerate(zip(columns, row["cells"], strict=True))
    ]
    return SafeString("".join(drawn))


@register.simple_tag
def tags_row(tags: Iterable[Any]) -> SafeString:
    """Tags: {label, tone, icon} each, or a bare string for a neutral one."""
    return format_html(
        '<div class="ac-tags">{}</div>', format_html_join("", "{}", ((_tag(t),) for t in tags))
    )


def _tag(tag: Any) -> SafeString:
    said = tag if isinstance(tag, Mapping) else {"label": tag}
    tone, picture = said.get("tone"), said.get("icon")
    return format_html(
        '<span class="ac-tag{}">{}{}</span>',
        f" ac-tag-{tone}" if tone else "",
        icon(picture, size="small") if picture else "",
        said["label"],
    )


def _heading(context: Context, cell: Any, address: str) -> SafeString:
    more = cell if isinstance(cell, Mapping) else _EMPTY
    text = _text(context, more.get("text") if more else cell)
    address = address or more.get("url", "")
    if address:
        text = format_html('<a href="{}">{}</a>', address, text)
    return format_html('<th scope="row">{}{}</th>', text, _below(more))


def _cell(context: Context, cell: Any, column: Any) -> SafeString:
    more = cell if isinstance(cell, Mapping) else _EMPTY
    text = _text(context, more.get("text") if more else cell)
    if tone := more.get("tone"):
        text = format_html('<span class="ac-tag ac-tag-{}">{}</span>', tone, text)
    elif address := more.get("url"):
        text = format_html('<a href="{}">{}</a>', address, text)
    numeric, label = _column(column, "numeric"), _column(column, "label")
    kind = mark_safe(' class="ac-num"') if numeric else ""
    return format_html('<td{} data-label="{}"><div>{}{}</div></td>', kind, label, text, _below(more))


def _below(more: Mapping[str, Any]) -> SafeString:
    """What a cell says under its text."""
    small, tags = more.get("small"), more.get("tags")
    drawn = format_html('<div class="ac-small ac-quiet">{}</div>', small) if small else SafeString("")
    return SafeString(drawn + tags_row(tags)) if tags else drawn


def _text(context: Context, value: Any) -> SafeString:
    """As a template would write it: escaped, dates and figures in the reader's language."""
    if value is None or value == "":
        return SafeString(NOTHING)
    if isinstance(value, str):
        return conditional_escape(value)
    return SafeString(render_value_in_context(value, context))


def _column(column: Any, name: str) -> Any:
    return column.get(name) if isinstance(column, Mapping) else getattr(column, name, None)
