"""The fences of compartments, made equal to `data/compartments.yaml`. Called as owner after migrations."""

from pathlib import Path

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

from accanto.people.persons.compartments import fenced

_FENCES = Path(__file__).parent / "sql" / "fences.sql"
_NEEDED = {
    "persons_accessgrant": "reaches",
    "persons_identifier": "hidden",
    "bodies_office": "compartments",
    "cases_householdchange": "person_id",
}
_FUNCTIONS = ("grant_reaches", "code_hidden", "person_moved", "case_moved", "office_marked")


def install(connection: BaseDatabaseWrapper) -> None:
    """When the modes have changed, rights of persons and cases kept apart are weighed again."""
    codes = fenced()
    mark = ",".join(codes)
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM information_schema.columns WHERE table_schema = 'public'"
            " AND (table_name, column_name) IN (SELECT * FROM unnest(%s::text[], %s::text[]))",
            [list(_NEEDED), list(_NEEDED.values())],
        )
        if cursor.fetchone()[0] < len(_NEEDED):
            return
        literal = "'{" + mark + "}'::text[]"
        cursor.execute(_FENCES.read_text(encoding="utf-8").replace("{fenced}", literal), None)
        for name in _FUNCTIONS:
            cursor.execute(f"REVOKE ALL ON FUNCTION cases_{name}() FROM PUBLIC")
        cursor.execute("SELECT obj_description('cases_grant_reaches'::regproc, 'pg_proc')")
        if cursor.fetchone()[0] == mark:
            return
        cursor.execute(
            "UPDATE persons_accessgrant grant_ SET reaches = reaches WHERE compartment <> 'ordinary' OR NOT reaches"
            " OR EXISTS (SELECT FROM persons_person WHERE id = grant_.person_id AND compartment <> 'ordinary')"
            " OR EXISTS (SELECT FROM cases_case WHERE id = grant_.context AND compartment <> 'ordinary')"
        )
        cursor.execute(
            "UPDATE persons_identifier code SET hidden = hidden WHERE hidden"
            " OR EXISTS (SELECT FROM persons_person WHERE id = code.person_id AND compartment <> 'ordinary')"
        )
        cursor.execute(sql.SQL("COMMENT ON FUNCTION cases_grant_reaches() IS {}").format(sql.Literal(mark)))
