"""What the database itself refuses about reports and families. Called as owner after migrations."""

from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper

_KEPT = Path(__file__).parent / "sql" / "record.sql"


def install(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT to_regclass('record_socialreport') IS NOT NULL AND to_regproc('persons_keep_as_is') IS NOT NULL"
        )
        if cursor.fetchone()[0]:
            cursor.execute(_KEPT.read_text(encoding="utf-8"), None)
