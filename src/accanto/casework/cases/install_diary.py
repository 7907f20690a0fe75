"""The texts of the diary, which the database keeps as they were written. Called as owner after migrations."""

from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper

_KEPT = Path(__file__).parent / "sql" / "diary.sql"


def install(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('cases_diaryversion')")
        if cursor.fetchone()[0] is not None:
            cursor.execute(_KEPT.read_text(encoding="utf-8"), None)
