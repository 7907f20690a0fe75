"""One answer for the whole page, for the part that htmx asks, and for the file."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from tempfile import TemporaryFile
from typing import Any, Protocol

from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.text import slugify
from django.utils.translation import ngettext

from accanto.core.listing.columns import Cell, Column, Empty, Words
from accanto.core.listing.pages import PAGE_SIZE, LightPaginator
from accanto.core.sheets import CONTENT_TYPES, ExportFormat, write_table
from accanto.core.web import reads

_CHUNK = 1000


class FilterForm(Protocol):
    """A plain form bound to the address; `apply` narrows the rows, never widens them."""

    def __init__(self, data: Any = None, *, prefix: str | None = None) -> None: ...
    def is_valid(self) -> bool: ...
    def apply(self, rows: QuerySet[Any]) -> QuerySet[Any]: ...


@dataclass(frozen=True)
class ListPage:
    """`rows` narrows by what the user may see; `prepare` adds to a page of rows what one query gets.

    `leaving` narrows further, to what may leave in a file; the file says on its last line how many rows stayed.
    `total`: how many the rows are, where the page has counted them already; never together with `filters`.
    """

    title: Words
    rows: Callable[[HttpRequest], QuerySet[Any]]
    columns: Sequence[Column]
    default_order: str
    leaving: Callable[[QuerySet[Any]], QuerySet[Any]]
    filters: type[FilterForm] | None = None
    address: Callable[[Any], str] | None = None
    prepare: Callable[[list[Any]], None] | None = None
    empty: Empty | None = None
    bulk: Sequence[Mapping[str, Any]] = ()
    row_template: str = ""
    filename: str = ""
    page_size: int = PAGE_SIZE
    total: int | None = None
    id: str = "elenco"

    def respond(
        self, request: HttpRequest, template: str, context: Mapping[str, Any] | None = None
    ) -> HttpResponse:
        """The file when `formato` is asked, the part alone when htmx asks for it, else the whole page."""
        form, rows = self._narrowed(request)
        rows = rows.order_by(*self._ordering(request))
        wanted = request.GET.get("formato")
        if wanted:
            return self._file(request, rows, wanted)
        shown = {**self.context(request, rows, form), **(context or {})}
        if getattr(request, "htmx", None) and request.headers.get("HX-Target") == self.id:
            return render(request, "parts/list_table.html", shown)
        return render(request, template, shown)

    def context(
        self, request: HttpRequest, rows: QuerySet[Any], form: FilterForm | None = None
    ) -> dict[str, Any]:
        """What `parts/list_table.html` draws: one page of already ordered rows."""
        page = LightPaginator(rows, self.page_size, total=self.total).get_page(request.GET.get("pagina"))
        found = list(page.object_list)
        if self.prepare:
            self.prepare(found)
        reads.listed(found)
        columns = self._columns(request)
        return {
            "id": self.id,
            "title": self.title,
            "columns": columns,
            "rows": [self._row(row, columns) for row in found],
            "page": page,
            "sort": self._order(request),
            "filters": form,
            "exports": True,
            "bulk": list(self.bulk),
            "row_template": self.row_template,
            "empty": self.empty,
        }

    def _narrowed(self, request: HttpRequest) -> tuple[FilterForm | None, QuerySet[Any]]:
        rows = self.rows(request)
        if self.filters is None:
            return None, rows
        form = self.filters(request.GET)
        return form, form.apply(rows) if form.is_valid() else rows.none()

    def _columns(self, request: HttpRequest) -> list[Column]:
        may = request.user.may  # type: ignore[union-attr]
        return [column for column in self.columns if column.permission is None or may(column.permission)]

    def _order(self, request: HttpRequest) -> str:
        """The order asked for when one of the visible columns allows it, else the usual one."""
        asked = request.GET.get("ordine", "")
        allowed = {column.key for column in self._columns(request) if column.sortable}
        return asked if asked.removeprefix("-") in allowed else self.default_order

    def _ordering(self, request: HttpRequest) -> list[str]:
        """Fields to order by; the key at the end makes the order whole, so that no row is on two pages."""
        order = self._order(request)
        fields = next((c.sort for c in self.columns if c.key == order.removeprefix("-")), ())
        return [*(_turned(field) if order.startswith("-") else field for field in fields), "pk"]

    def _row(self, row: Any, columns: Sequence[Column]) -> dict[str, Any]:
        return {
            "id": row.pk,
            "url": self.address(row) if self.address else "",
            "cells": [_for_screen(column.on_screen(row)) for column in columns],
            "object": row,
        }

    def _file(self, request: HttpRequest, rows: QuerySet[Any], wanted: str) -> HttpResponse:
        columns, leaving = self._columns(request), self.leaving(rows)
        stayed = rows.count() - leaving.count()
        lines = ([column.in_file(row) for column in columns] for row in self._all(leaving))
        last = [[_stayed(stayed), *[None] * (len(columns) - 1)]] if stayed else []
        return export(wanted, columns, chain(lines, last), self.filename or str(self.title))

    def _all(self, rows: QuerySet[Any]) -> Iterator[Any]:
        chunk: list[Any] = []
        for row in rows.iterator(chunk_size=_CHUNK):
            chunk.append(row)
            if len(chunk) == _CHUNK:
                yield from self._prepared(chunk)
                chunk = []
        yield from self._prepared(chunk)

    def _prepared(self, chunk: list[Any]) -> list[Any]:
        if self.prepare and chunk:
            self.prepare(chunk)
        reads.listed(chunk, taken=True)
        return chunk


def export(
    wanted: str, columns: Sequence[Column], rows: Iterator[Sequence[Any]], filename: str
) -> HttpResponse:
    """A file to take away; its memory does not grow with the rows."""
    if wanted not in set(ExportFormat):
        raise BadRequest(f"formato={wanted}")
    kind = ExportFormat(wanted)
    file = TemporaryFile()  # noqa: SIM115  (the response closes it)
    headings = [column.for_file for column in columns]
    try:
        write_table(file, export_format=kind, columns=headings, rows=rows, title=filename)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    answer: HttpResponseBase = FileResponse(
        file, as_attachment=True, filename=f"{slugify(filename)}.{kind}", content_type=CONTENT_TYPES[kind]
    )
    return answer  # type: ignore[return-value]


def _stayed(rows: int) -> str:
    return ngettext(
        "%(n)d row is not in this file: the data of somebody in it are restricted (GDPR art. 18).",
        "%(n)d rows are not in this file: the data of somebody in them are restricted (GDPR art. 18).",
        rows,
    ) % {"n": rows}


def _turned(field: str) -> str:
    return field[1:] if field.startswith("-") else f"-{field}"


def _for_screen(value: Any) -> Any:
    """The part reads `cell.text`, `cell.url`…: a Cell has them, a plain value is its own text."""
    if isinstance(value, Cell):
        return {
            "text": value.text,
            "url": value.url,
            "small": value.small,
            "tags": value.tags,
            "tone": value.tone,
        }
    return value
