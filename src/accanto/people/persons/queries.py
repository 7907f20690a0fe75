"""Reading persons."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from accanto.core.templatetags.accanto_ui import date_words
from accanto.people.persons.models import Bar, Identifier, Person, Restriction
from accanto.people.persons.told_names import teller
from accanto.territory.places.models import Municipality


def current_codes(person_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The code in force of each person, codice fiscale before the others; none where names are not told."""
    if teller() is not None:
        return {}
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


def birth_place_words(person: Person) -> str:
    """The name of the town of birth; its cadastral code where no town has it (a country)."""
    towns = Municipality.objects.filter(belfiore=person.birth_place).values_list("name", flat=True)
    return (towns.first() if person.birth_place else "") or person.birth_place


def born_words(person: Person) -> str:
    """The day of birth in words; the year alone where names are not told, nothing where it is not known."""
    if person.birth_date is None:
        return ""
    return str(person.birth_date.year) if teller() is not None else date_words(person.birth_date)


def restricted_people() -> QuerySet[Restriction, Any]:
    """Ids of the people whose data may be kept and not used (GDPR art. 18): to be asked with `__in`."""
    return Restriction.objects.filter(ends_at=None).order_by().values("person")


def bars_in_force(person_ids: Iterable[UUID], at: datetime) -> QuerySet[Bar]:
    """Who must not see these people. Whoever is barred never finds their own row here."""
    running = Bar.objects.filter(person_id__in=list(person_ids), starts_at__lte=at)
    return running.filter(Q(ends_at=None) | Q(ends_at__gt=at))
