"""What the database itself refuses: facts of people whose data are restricted stay as they are (GDPR art. 18).

Called as owner after migrations. The end of an office, and the days of its accounts, are the judge's to decide.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

_KEPT = {
    "mandates_concerned": "",
    "mandates_supportadministrator": "ends_on,end_reason,next_report_on,reports_made",
}


def install(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regprocedure('persons_keep_as_is()')")
        if cursor.fetchone()[0] is None:
            return
        for table, free in _KEPT.items():
            cursor.execute("SELECT to_regclass(%s)", [table])
            if cursor.fetchone()[0] is None:
                continue
            cursor.execute(
                f"CREATE OR REPLACE TRIGGER persons_keep_as_is BEFORE UPDATE OR DELETE ON {table}"
                f" FOR EACH ROW EXECUTE FUNCTION persons_keep_as_is('person_id', '{free}')"
            )
