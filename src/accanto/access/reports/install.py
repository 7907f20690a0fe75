"""What a report tells of somebody whose data are restricted stays as it is (GDPR art. 18). Called as owner."""

from django.db.backends.base.base import BaseDatabaseWrapper

_TRIGGER = """
CREATE OR REPLACE TRIGGER persons_keep_as_is BEFORE UPDATE OR DELETE ON reports_namedperson
FOR EACH ROW EXECUTE FUNCTION persons_keep_as_is('person_id', '')
"""


def install(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('reports_namedperson'), to_regprocedure('persons_keep_as_is()')")
        if None not in cursor.fetchone():
            cursor.execute(_TRIGGER)
