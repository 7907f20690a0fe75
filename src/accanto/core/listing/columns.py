"""A list's columns as data: the screen and the file are drawn from the same ones."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext

from accanto.core.sheets import Column as SheetColumn

Words = str | Promise


@dataclass(frozen=True)
class Cell:
    """A cell with more than its text; `value` goes into the file instead of the text."""

    text: Any
    url: str = ""
    small: Words = ""
    tags: Sequence[Mapping[str, Any]] = ()
    tone: str = ""
    value: Any = None


@dataclass(frozen=True)
class Column:
    """`sort`: fields of the query for ascending order; `permission`: without it the column is nowhere."""

    key: str
    label: Words
    value: Callable[[Any], Any]
    sort: tuple[str, ...] = ()
    export: Callable[[Any], Any] | None = None
    permission: str | None = None
    numeric: bool = False
    width: int = 18

    @property
    def sortable(self) -> bool:
        return bool(self.sort)

    @property
    def for_file(self) -> SheetColumn:
        return SheetColumn(self.label, self.width)

    def in_file(self, row: Any) -> str | int | Decimal | date | datetime | None:
        value = self.export(row) if self.export else self.value(row)
        if isinstance(value, Cell):
            value = value.text if value.value is None else value.value
        if isinstance(value, bool):
            return gettext("yes") if value else gettext("no")
        if isinstance(value, datetime):
            return timezone.localtime(value) if timezone.is_aware(value) else value
        if value is None or isinstance(value, int | Decimal | date):
            return value
        return str(value)

    def on_screen(self, row: Any) -> Any:
        value = self.value(row)
        if isinstance(value, bool):
            return gettext("yes") if value else gettext("no")
        return value


@dataclass(frozen=True)
class Empty:
    """What an empty list says: what to do next."""

    title: Words
    text: Words = ""
    icon: str = "inbox"
    action: Mapping[str, Any] | None = None
    second: Mapping[str, Any] | None = None
