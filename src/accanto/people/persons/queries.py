"""Reading persons."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.db.models import Q, QuerySet

from accanto.core.dated_rules import rule_at
from accanto.core.templatetags.accanto_ui import date_words
from accanto.people.persons.birthplaces import place_words
from accanto.people.persons.enums import IdentifierKind
from accanto.people.persons.models import Bar, Identifier, Person, Restriction
from accanto.people.persons.told_names import teller


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


def fiscal_codes(person_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The codice fiscale in force of each person, or the provisional one: never an STP or ENI, which is none."""
    if teller() is not None:
        return {}
    kinds = [IdentifierKind.CODICE_FISCALE, IdentifierKind.PROVISIONAL]
    rows = Identifier.objects.filter(person_id__in=list(person_ids), valid_to=None, kind__in=kinds)
    return dict(rows.order_by("-kind").values_list("person_id", "value"))


def expiry_of(code: Identifier) -> date | None:
    """The first day on which an STP or ENI no longer holds; nothing for codes that do not end by themselves."""
    if code.kind not in {IdentifierKind.STP, IdentifierKind.ENI} or code.valid_from is None:
        return None
    months = rule_at("persons.health_codes", code.valid_from, code.kind)["months"]
    until: date = code.valid_from + relativedelta(months=months)
    return until


def age_on(person: Person, on: date) -> int | None:
    """Completed years; somebody born on 29 February turns a year older on 1 March of common years."""
    if person.birth_date is None:
        return None
    had_birthday = (on.month, on.day) >= (person.birth_date.month, person.birth_date.day)
    return on.year - person.birth_date.year - (0 if had_birthday else 1)


def birth_place_words(person: Person) -> str:
    """The name of the town or of the country of birth; the code itself where nobody knows what it is called."""
    return place_words(person.birth_place)


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
