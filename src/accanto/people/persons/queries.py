"""Reading persons."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from accanto.people.persons.models import Identifier, Person


def current_codes(person_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The code in force of each person, codice fiscale before the others."""
    rows = Identifier.objects.filter(person_id__in=list(person_ids), valid_to=None).order_by("-kind")
    codes: dict[UUID, str] = {}
    for row in rows:
        if row.person_id not in codes or row.kind == "codice_fiscale":
            codes[row.person_id] = row.value
    return codes


def age_on(person: Person, on: date) -> int | None:
    """Completed years; somebody born on 29 February turns a year older on 1 March of common years."""
    if person.birth_date is None:
        return None
    had_birthday = (on.month, on.day) >= (person.birth_date.month, person.birth_date.day)
    return on.year - person.birth_date.year - (0 if had_birthday else 1)
