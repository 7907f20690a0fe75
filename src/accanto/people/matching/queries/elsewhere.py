"""That the zone knows the person already, in an office whose people the user does not see."""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from accanto.people.matching.given import Given
from accanto.people.persons import codes
from accanto.territory.bodies.models import Office

_ASKED = "SELECT office_id, by_code FROM acc_people_elsewhere(%s::text[], %s::date, %s::text[])"


@dataclass(frozen=True)
class Elsewhere:
    """The bare fact. `office`: whom to ask, or nobody where no office follows them. `by_code`: else name and birth."""

    office: Office | None
    by_code: bool


def people_elsewhere(given: Given) -> list[Elsewhere]:
    """Only of ordinary people, and only where the code, or the whole name and day of birth, are the same.

    Two queries. Nothing of whoever is kept apart, protected or barred (see `row_policies`).
    """
    whole = bool(given.last_name and given.first_name and given.birth_date)
    if not whole and not given.code:
        return []
    names = sorted({given.folded, given.swapped}) if whole else []
    with connection.cursor() as cursor:
        cursor.execute(_ASKED, [names, given.birth_date, codes.variants(given.code) if given.code else []])
        found = cursor.fetchall()
    if not found:
        return []
    offices = Office.objects.in_bulk([office for office, _by_code in found if office])
    told: dict[UUID | int | None, Elsewhere] = {}
    for office, by_code in sorted(found, key=lambda row: not row[1]):
        told.setdefault(office, Elsewhere(offices.get(office), by_code))
    return list(told.values())
