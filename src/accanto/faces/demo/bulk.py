"""Writing many rows at once, in the order in which they refer to one another.

For history that was made elsewhere and for invented zones: what it writes must be what the operations would have
written. The web role may INSERT, and every constraint of the database holds here as everywhere.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from graphlib import TopologicalSorter
from typing import Any

import psycopg
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from psycopg import sql
from psycopg.types.json import Jsonb

Row = models.Model
Getter = Callable[[Any], Any]


def copy_in(model: type[Row], rows: Sequence[Row]) -> int:
    """COPY rows into their table and say how many. Numbers that the table gives itself stay empty in `rows`."""
    if not rows:
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_security_active(%s)", [model._meta.db_table])
        if cursor.fetchone()[0]:  # COPY refuses such a table to whoever does not own it
            table, columns, getters = _shape(model, rows)
            marks = sql.SQL(", ").join(sql.Placeholder() * len(getters))
            statement = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(table, columns, marks)
            connection.connection.cursor().executemany(
                statement, ([get(row) for get in getters] for row in rows)
            )
        else:
            copy_through(connection.connection.cursor(), model, rows)
    return len(rows)


def copy_through(cursor: psycopg.Cursor[Any], model: type[Row], rows: Sequence[Row]) -> None:
    """COPY, whoever's cursor it is."""
    table, columns, getters = _shape(model, rows)
    with cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN").format(table, columns)) as copy:
        for row in rows:
            copy.write_row([get(row) for get in getters])


def _shape(model: type[Row], rows: Sequence[Row]) -> tuple[sql.Composable, sql.Composable, list[Getter]]:
    fields = [f for f in model._meta.concrete_fields if not (f.primary_key and rows[0].pk is None)]
    columns = sql.SQL(", ").join(sql.Identifier(str(field.column)) for field in fields)
    return sql.Identifier(model._meta.db_table), columns, [_getter(field) for field in fields]


def reserve_ids(model: type[Row], count: int) -> list[int]:
    """Numbers of a table that counts for itself, for rows that others will point to."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select nextval(pg_get_serial_sequence(%s, 'id')) from generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [int(number) for (number,) in cursor.fetchall()]


class Ledger:
    """Rows that wait to be written."""

    def __init__(self) -> None:
        self.waiting: defaultdict[type[Row], list[Row]] = defaultdict(list)
        self.written: defaultdict[str, int] = defaultdict(int)

    def add(self, *rows: Row) -> None:
        for row in rows:
            self.waiting[type(row)].append(row)

    def extend(self, rows: Iterable[Row]) -> None:
        self.add(*rows)

    def write(self) -> None:
        """Send everything to the database, referred rows first; the transaction is the caller's."""
        for model in _in_order(self.waiting):
            self.written[model._meta.label] += copy_in(model, self.waiting[model])
        self.waiting.clear()


def _in_order(models_: Iterable[type[Row]]) -> list[type[Row]]:
    known = set(models_)
    graph = {
        model: {
            f.related_model
            for f in model._meta.concrete_fields
            if f.is_relation and f.related_model in known and f.related_model is not model
        }
        for model in sorted(known, key=lambda m: m._meta.label)
    }
    return list(TopologicalSorter(graph).static_order())


def _getter(field: "models.Field[Any, Any]") -> Getter:
    """How to read a field of a row as psycopg wants it. Rows are built by us: no cleaning is needed."""
    name = field.attname
    if isinstance(field, models.JSONField):
        return lambda row: None if (value := getattr(row, name)) is None else Jsonb(value)
    if isinstance(field, models.FileField):
        return lambda row: str(getattr(row, name))
    if isinstance(field, ArrayField):
        return lambda row: list(getattr(row, name))
    if isinstance(field, models.CharField):
        # Choices are words of their own kind; the driver must see the plain word.
        return lambda row: None if (value := getattr(row, name)) is None else str(value)
    if isinstance(field, models.IntegerField):
        return lambda row: None if (value := getattr(row, name)) is None else int(value)
    return lambda row: getattr(row, name)
