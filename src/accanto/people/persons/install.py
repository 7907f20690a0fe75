"""What the database itself refuses about persons. Called as owner after migrations."""

from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

from accanto.core.database.connect import web_role

_RESTRICTION = Path(__file__).parent / "sql" / "restriction.sql"


def install(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('persons_restriction')")
        if cursor.fetchone()[0] is None:
            return
        cursor.execute(_RESTRICTION.read_text(encoding="utf-8"), None)
        cursor.execute("REVOKE ALL ON FUNCTION persons_restricted(uuid) FROM PUBLIC")
        asks = sql.SQL("GRANT EXECUTE ON FUNCTION persons_restricted(uuid) TO {}")
        cursor.execute(asks.format(sql.Identifier(web_role())))
