"""What the database itself keeps of offers. Called as owner after migrations."""

from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper

_TAKEN = Path(__file__).parent / "sql" / "taken.sql"


def install(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('offers_match')")
        if cursor.fetchone()[0]:
            cursor.execute(_TAKEN.read_text(encoding="utf-8"), None)
