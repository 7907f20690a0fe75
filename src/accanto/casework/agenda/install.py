"""What the database itself keeps of places. Called as owner after migrations."""

from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper

_PLACES = Path(__file__).parent / "sql" / "places.sql"


def install(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('agenda_place'), to_regproc('persons_keep_as_is')")
        if None not in cursor.fetchone():
            cursor.execute(_PLACES.read_text(encoding="utf-8"), None)
