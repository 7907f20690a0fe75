"""Who acts for an adult on a day."""

from dataclasses import dataclass
from datetime import date

from accanto.casework.mandates.models import SupportAdministrator
from accanto.people.persons.models import Person


@dataclass(frozen=True)
class Representative:
    """As a form that asks for a signature proposes it; `office` is a value of `OfficeHeld`."""

    holder: str
    office: str
    court: str
    decree_number: str
    decree_on: date


def representatives_of(person: Person, on: date) -> list[Representative]:
    """Guardians before support administrators before curators; only what whoever asks may read."""
    rows = SupportAdministrator.objects.filter(person=person).acting_on(on).select_related("court")
    order = ("guardian", "support", "curator")
    found = [
        Representative(row.holder, row.office, str(row.court), row.decree_number, row.decree_on)
        for row in sorted(rows, key=lambda one: (order.index(one.office), one.starts_on))
    ]
    return list(dict.fromkeys(found))  # two services may have registered the same decree
