"""Functions, triggers and rights of the audit, made equal to the code. Called as owner after migrations."""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

from accanto.core.database.connect import web_role
from accanto.foundation.audit import history, history_sql

_HERE = Path(__file__).parent
_SQL = ("common.sql", "chain.sql", "reading.sql")
# What only this room's functions write and read; the web role meets none of it directly.
CLOSED = ("audit_change", "audit_reading", "audit_link", "audit_seal")
NEVER_CHANGED = (*CLOSED, "audit_event")
_OPEN_FUNCTIONS = (
    "audit_read(integer, text, text, uuid, uuid[], integer, text, jsonb, text, inet, boolean)",
    "audit_seal_records(integer)",
)


# Triggers that are there and awake.
STANDING = """SELECT c.relname::text, array_agg(t.tgname::text) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE (t.tgname LIKE 'audit\\_history\\_%' OR t.tgname = 'audit_refuse') AND t.tgenabled = 'O'
  AND c.relnamespace = 'public'::regnamespace GROUP BY 1"""


def gaps(standing: Iterable[tuple[Any, ...]], watched: Iterable[history.Watched]) -> list[str]:
    """Tables that lack a trigger, or whose trigger sleeps; `standing` is the answer to STANDING."""
    found = {str(table): set(names) for table, names in standing}
    wanted = {one.table: set(history_sql.NAMES) for one in watched}
    for table in NEVER_CHANGED:
        wanted.setdefault(table, set()).add("audit_refuse")
    return sorted(table for table, names in wanted.items() if not names <= found.get(table, set()))


def install(connection: BaseDatabaseWrapper) -> None:
    """Quick when nothing has changed since the last time."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        existing = {each.name for each in connection.introspection.get_table_list(cursor)}
        if not set(CLOSED) <= existing:
            return
        watched = [one for one in history.watched() if one.table in existing]
        _close(cursor)
        mark = _mark(watched)
        cursor.execute("SELECT obj_description('audit_link'::regclass, 'pg_class')")
        same = cursor.fetchone()[0] == mark
        cursor.execute(STANDING, None)
        if same and not gaps(cursor.fetchall(), watched):
            return
        for name in _SQL:
            cursor.execute((_HERE / "sql" / name).read_text(encoding="utf-8"), None)
        _clear(cursor, {one.table for one in watched})
        for one in watched:
            for statement in history_sql.statements(one):
                cursor.execute(statement, None)
            for name in history_sql.NAMES:
                cursor.execute(f'ALTER TABLE "{one.table}" ENABLE TRIGGER {name}')
        _refuse_changes(cursor)
        _rights(cursor)
        cursor.execute(sql.SQL("COMMENT ON TABLE audit_link IS {}").format(sql.Literal(mark)))


def _close(cursor: object) -> None:
    """Every grant to the web role is taken back here: `grant_web_role` gives it all tables first."""
    execute = cursor.execute  # type: ignore[attr-defined]
    web = sql.Identifier(web_role())
    execute("SELECT to_regclass('audit_record')")
    view = ("audit_record",) if cursor.fetchone()[0] else ()  # type: ignore[attr-defined]
    for table in (*CLOSED, *view):
        execute(sql.SQL("REVOKE ALL ON {} FROM {}").format(sql.Identifier(table), web))


def _clear(cursor: object, keep: set[str]) -> None:
    """Tables that are no longer watched lose their triggers."""
    execute = cursor.execute  # type: ignore[attr-defined]
    execute(
        "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
        " WHERE t.tgname LIKE 'audit\\_history\\_%' AND NOT t.tgisinternal"
    )
    for trigger, table in cursor.fetchall():  # type: ignore[attr-defined]
        if table not in keep:
            execute(sql.SQL("DROP TRIGGER {} ON {}").format(sql.Identifier(trigger), sql.Identifier(table)))


def _refuse_changes(cursor: object) -> None:
    for table in NEVER_CHANGED:
        cursor.execute(  # type: ignore[attr-defined]
            f"CREATE OR REPLACE TRIGGER audit_refuse BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()"
        )
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER audit_refuse")  # type: ignore[attr-defined]


def _rights(cursor: object) -> None:
    execute = cursor.execute  # type: ignore[attr-defined]
    web = sql.Identifier(web_role())
    _close(cursor)
    for function in _OPEN_FUNCTIONS:
        execute(f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC")
        execute(sql.SQL(f"GRANT EXECUTE ON FUNCTION {function} TO {{}}").format(web))


def _mark(watched: list[history.Watched]) -> str:
    found = hashlib.sha256(repr((watched, web_role())).encode())
    for file in (*sorted((_HERE / "sql").glob("*.sql")), _HERE / "history_sql.py", Path(__file__)):
        found.update(file.read_bytes())
    return found.hexdigest()
