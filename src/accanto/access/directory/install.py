"""What the database itself keeps of the directory. Called as owner after migrations."""

from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper

_SECRET = Path(__file__).parent / "sql" / "secret.sql"


def install(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('directory_entrychange')")
        if cursor.fetchone()[0]:
            cursor.execute(_SECRET.read_text(encoding="utf-8"), None)
