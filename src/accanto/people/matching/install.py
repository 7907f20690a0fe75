"""While the data of one of two people are restricted (GDPR art. 18), what joins them stays as it is."""

from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper

_RESTRICTION = Path(__file__).parent / "sql" / "restriction.sql"


def install(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT to_regclass('matching_personlink') IS NOT NULL"
            " AND to_regprocedure('persons_keep_as_is()') IS NOT NULL"
        )
        if cursor.fetchone()[0]:
            cursor.execute(_RESTRICTION.read_text(encoding="utf-8"), None)
