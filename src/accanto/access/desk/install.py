"""What the database itself refuses about contacts. Called as owner after migrations."""

from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper

_RESTRICTION = Path(__file__).parent / "sql" / "restriction.sql"


def install(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('desk_contact'), to_regproc('persons_keep_as_is')")
        if None in cursor.fetchone():
            return
        cursor.execute(_RESTRICTION.read_text(encoding="utf-8"), None)
