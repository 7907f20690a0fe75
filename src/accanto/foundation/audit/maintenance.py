"""What only the owner of the database may do to history: load in bulk without it, and let words go.

The switches are transaction-local settings that the triggers honour for the owner's own sessions; for the web role they
do nothing. See docs/operator/registro.md.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from accanto.core.errors import OperationRefused


class NotTheOwner(OperationRefused):
    """The application asked for a switch that belongs to the owner of the database."""


_ERASED = """INSERT INTO audit_change (at, xid, table_name, row_key, operation, after, salt, content, actor, role,
  request, reason, purpose)
SELECT clock_timestamp(), pg_current_xact_id()::text::bigint, t, k, 'E', a, s, audit_content(NULL, a, s), audit_actor(),
  session_user, '', COALESCE(current_setting('accanto.reason', TRUE), ''), audit_purpose()
FROM (SELECT %s AS t, %s AS k, jsonb_build_object('rows', %s::int) AS a, gen_random_uuid() AS s) q"""


@contextmanager
def loading_in_bulk() -> Iterator[None]:
    """One transaction of a load of invented people: without history where the owner loads, with it otherwise."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('accanto.history', 'off', TRUE)")
        yield
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('accanto.history', '', TRUE)")


@contextmanager
def without_history() -> Iterator[None]:
    """A bulk load of invented people: each statement leaves one line with the number of its rows.

    One transaction. :raises NotTheOwner: the connection is not the owner's (`ACCANTO_DB_ROLE=owner`).
    """
    with _switched("history", "off"):
        yield


def erase_words(*, rows: Iterable[tuple[str, str]]) -> int:
    """Empty what history copied of these rows (table, key); who wrote them when stays, and the chain holds.

    For the erasure of a person. Says how many records were emptied. :raises NotTheOwner: as above.
    """
    emptied = 0
    with _switched("retention", "on"), connection.cursor() as cursor:
        for table, key in rows:
            cursor.execute(
                "UPDATE audit_change SET before = NULL, after = NULL, salt = NULL"
                " WHERE table_name = %s AND row_key = %s AND salt IS NOT NULL",
                [table, key],
            )
            emptied += cursor.rowcount
            cursor.execute(_ERASED, [table, key, cursor.rowcount])
    return emptied


@contextmanager
def _switched(name: str, value: str) -> Iterator[None]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, TRUE)", [f"accanto.{name}", value])
        cursor.execute("SELECT audit_switch(%s, %s)", [name, value])
        if not cursor.fetchone()[0]:
            raise NotTheOwner(
                "Only the owner of the database may do this: run it with ACCANTO_DB_ROLE=owner."
            )
        yield
        cursor.execute("SELECT set_config(%s, '', TRUE)", [f"accanto.{name}"])
