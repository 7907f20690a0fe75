"""Which rows the web role may see and write, table by table, said by the room that owns the table.

A room declares in its `row_policies.py`, which `install` imports:

    protect("cases_deadline", see="owner_id = acc_user() OR EXISTS (SELECT FROM acc_case …)")

`install` makes row-level security equal to what is declared, as the owner, after migrations. A table once protected
stays closed while its policies are away: it shows no rows rather than all of them.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.utils.module_loading import autodiscover_modules
from psycopg import sql

from accanto.core.database.connect import web_role

_FOUNDATIONS = Path(__file__).with_name("policies.sql")
_REPORT = "report"
# Whoever is logged in, and the system's own work, may add a row; whether they may see it is the other policy's.
ANYBODY_AT_WORK = "TRUE"
_NAMES = ("acc_see", "acc_add", "acc_change", "acc_remove")


@dataclass(frozen=True)
class Policy:
    """Conditions in SQL over the row's columns. `see` also says who may change and remove, unless told otherwise."""

    see: str
    add: str = ""
    change: str = ""


_tables: dict[str, Policy] = {}
_views: dict[str, str] = {}
_functions: dict[str, str] = {}
_first: set[str] = set()
_reports: dict[str, tuple[str, ...]] = {}


def protect(table: str, *, see: str, add: str = "", change: str = "") -> None:
    """Close a table to the web role but for these rows. The system's own named work sees every row.

    :param add: condition on a new row; without it, the row must be one that its writer sees.
    :param change: condition for UPDATE and DELETE; without it, whoever sees the row (which verb is then allowed is
        for the operation to say).
    """
    _tables[table] = Policy(see, add, change)


def protect_within(parent: str, tables: dict[str, str]) -> None:
    """Close tables whose rows are seen by whoever sees the row of `parent` that their column points at.

    The question is a function with the rights of whoever asks, so the parent's own policy answers it. Its plan is kept
    for the session: written out in each policy, policies within policies would be planned anew for every query.
    """
    function, kind = f"acc_sees_{parent}", _kind_of_key(parent)
    define_function(
        f"{function}({kind})",
        f"CREATE OR REPLACE FUNCTION {function}({kind}) RETURNS boolean LANGUAGE plpgsql STABLE"
        f" AS $$ BEGIN RETURN EXISTS (SELECT FROM public.{parent} WHERE id = $1); END $$",
    )
    for table, column in tables.items():
        protect(table, see=f"{function}({table}.{column})")


def _kind_of_key(table: str) -> str:
    (model,) = (one for one in apps.get_models() if one._meta.db_table == table)
    return str(model._meta.pk.rel_db_type(connections["default"]))


def define_view(name: str, query: str) -> None:
    """A view that reads below row-level security and must narrow itself: what policies are made of."""
    _views[name] = query


def define_function(signature: str, statement: str, *, before_views: bool = False) -> None:
    """A function of the owner's, that reads below row-level security and must narrow itself.

    :param statement: the whole CREATE OR REPLACE FUNCTION, SECURITY DEFINER with its own search path.
    :param before_views: views call it, so it is made before them and may not name them.
    """
    _functions[signature] = statement
    if before_views:
        _first.add(signature)


def publish_for_reports(table: str, *columns: str) -> None:
    """Columns without names, texts and addresses, that reports on the whole zone may read (schema `report`)."""
    _reports[table] = columns


def protected_tables() -> frozenset[str]:
    autodiscover_modules("row_policies")
    return frozenset(_tables)


def lay_foundations(cursor: CursorWrapper) -> None:
    """What policies stand on: the functions that tell who acts, and the table of purposes begun."""
    cursor.execute(_FOUNDATIONS.read_text(encoding="utf-8"))


def install(connection: BaseDatabaseWrapper) -> None:
    """Make the database equal to what is declared. To be called as owner after migrations; quick when it is."""
    autodiscover_modules("row_policies")
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        existing = {each.name for each in connection.introspection.get_table_list(cursor)}
        mark = _mark(existing)
        cursor.execute("SELECT obj_description(to_regclass('acc_purpose_use'), 'pg_class')")
        (standing,) = cursor.fetchone()
        if standing == mark:
            _grant(cursor)  # `grant_web_role` has just given it every table and view
            return
        _clear(cursor)
        lay_foundations(cursor)
        for signature in sorted(_first):
            cursor.execute(_functions[signature])
        for name, query in _views.items():
            cursor.execute(f"CREATE VIEW {name} WITH (security_barrier) AS {query}")
        for signature, statement in _functions.items():
            if signature not in _first:
                cursor.execute(statement)
        for table in sorted(_tables.keys() & existing):
            _close(cursor, table, _tables[table])
        for table in sorted(_reports.keys() & existing):
            _publish(cursor, table, _reports[table])
        _grant(cursor)
        cursor.execute(sql.SQL("COMMENT ON TABLE acc_purpose_use IS {}").format(sql.Literal(mark)))


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take policies and views away, so that a migration may change the columns they read. Tables stay closed."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        _clear(cursor)
        cursor.execute("SELECT to_regclass('acc_purpose_use')")
        if cursor.fetchone()[0]:
            cursor.execute("COMMENT ON TABLE acc_purpose_use IS NULL")


def _clear(cursor: CursorWrapper) -> None:
    execute = cursor.execute
    execute(
        "SELECT tablename, policyname FROM pg_policies WHERE schemaname = 'public' AND policyname = ANY(%s)",
        [list(_NAMES)],
    )
    for table, policy in cursor.fetchall():
        execute(sql.SQL("DROP POLICY {} ON {}").format(sql.Identifier(policy), sql.Identifier(table)))
    execute("DROP SCHEMA IF EXISTS report CASCADE")
    execute(
        "SELECT viewname FROM pg_views WHERE schemaname = 'public' AND viewname LIKE 'acc\\_%' ORDER BY viewname"
    )
    for (view,) in cursor.fetchall():
        execute(sql.SQL("DROP VIEW IF EXISTS {} CASCADE").format(sql.Identifier(view)))
    # A function cannot be replaced by one whose arguments are called otherwise: an older instance may have it.
    for signature in _functions:
        execute(sql.SQL("DROP FUNCTION IF EXISTS {} CASCADE").format(sql.SQL(signature)))


def _close(cursor: CursorWrapper, table: str, policy: Policy) -> None:
    execute = cursor.execute
    see = _for_someone(policy.see)
    change = _for_someone(policy.change) if policy.change else see
    add = _for_someone(policy.add) if policy.add else see
    web = web_role()
    execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
    execute(f'CREATE POLICY acc_see ON "{table}" FOR SELECT TO {web} USING ({see})')
    execute(f'CREATE POLICY acc_add ON "{table}" FOR INSERT TO {web} WITH CHECK ({add})')
    execute(f'CREATE POLICY acc_change ON "{table}" FOR UPDATE TO {web} USING ({change}) WITH CHECK (TRUE)')
    execute(f'CREATE POLICY acc_remove ON "{table}" FOR DELETE TO {web} USING ({change})')


def _for_someone(condition: str) -> str:
    """No context, no rows, whatever the condition says of a row that belongs to nobody."""
    return f"(SELECT acc_serves()) OR acc_user() IS NOT NULL AND ({condition})"


def _publish(cursor: CursorWrapper, table: str, columns: tuple[str, ...]) -> None:
    chosen = ", ".join(f'"{column}"' for column in columns)
    cursor.execute(
        # No barrier: its one condition does not look at rows, and a barrier would keep joins from using indexes.
        f'CREATE VIEW {_REPORT}."{table}" AS '  # noqa: S608 - our own table and columns
        f'SELECT {chosen} FROM public."{table}" WHERE (SELECT acc_reports())'
    )


def _grant(cursor: CursorWrapper) -> None:
    web = sql.Identifier(web_role())
    for statement in (
        "GRANT USAGE ON SCHEMA report TO {}",
        "GRANT SELECT ON ALL TABLES IN SCHEMA report TO {}",
        "REVOKE ALL ON acc_purpose_use FROM {}",
        "REVOKE ALL ON FUNCTION acc_begin(text, boolean), acc_purpose(boolean) FROM PUBLIC",
        "GRANT EXECUTE ON FUNCTION acc_begin(text, boolean), acc_purpose(boolean) TO {}",
    ):
        cursor.execute(sql.SQL(statement).format(web))
    for signature in _functions:
        for statement in (
            "REVOKE ALL ON FUNCTION {name} FROM PUBLIC",
            "GRANT EXECUTE ON FUNCTION {name} TO {web}",
        ):
            cursor.execute(sql.SQL(statement).format(name=sql.SQL(signature), web=web))
    for name in _views:
        for statement in ("REVOKE ALL ON {view} FROM {web}", "GRANT SELECT ON {view} TO {web}"):
            cursor.execute(sql.SQL(statement).format(view=sql.Identifier(name), web=web))


def _mark(existing: set[str]) -> str:
    """A fingerprint of everything declared, and of the code that installs it."""
    found = hashlib.sha256(_FOUNDATIONS.read_bytes() + Path(__file__).read_bytes())
    declared = (
        sorted(_tables.items()),
        list(_views.items()),
        list(_functions.items()),
        sorted(_reports.items()),
        web_role(),
    )
    found.update(repr((declared, sorted(existing & _tables.keys()))).encode())
    return found.hexdigest()
