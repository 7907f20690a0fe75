"""The functions that answer the privacy pages, made equal to the code. Called as owner after migrations."""

from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from accanto.core.database.connect import web_role
from accanto.steering.privacy.erasing import statements

_SQL = Path(__file__).parent / "sql"
_FUNCTIONS = (
    "privacy_openings(timestamptz, timestamptz)",
    "privacy_openings_of(uuid, text)",
    "privacy_listings_of(uuid)",
    "privacy_openings_for(uuid, uuid[], text[], text)",
    "privacy_reveal(integer, uuid, text, inet)",
)


def install(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('privacy_operatorhome')")
        if cursor.fetchone()[0] is None:
            return
        for name in ("common.sql", "patterns.sql"):
            cursor.execute((_SQL / name).read_text(encoding="utf-8"), None)
        _install_erasing(cursor)
        for function in _FUNCTIONS:
            cursor.execute(f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC")
            cursor.execute(
                sql.SQL(f"GRANT EXECUTE ON FUNCTION {function} TO {{}}").format(sql.Identifier(web_role()))
            )


def _install_erasing(cursor: CursorWrapper) -> None:
    """The application may call the one that asks whether two people decided; the others are the owner's alone."""
    cursor.execute("SELECT to_regclass('privacy_erasedperson')")
    if cursor.fetchone()[0] is None:
        return
    cursor.execute(statements.functions(), None)
    for function in statements.NAMES:
        cursor.execute(f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC")
    cursor.execute(
        sql.SQL("GRANT EXECUTE ON FUNCTION privacy_erase(uuid, text[]) TO {}").format(
            sql.Identifier(web_role())
        )
    )
