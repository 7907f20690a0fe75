"""Persons as a program is told them."""

from datetime import date
from typing import Any

from django.db.models import Exists, IntegerField, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accanto.casework.cases.enums import CaseState, Compartment
from accanto.casework.cases.models import Case
from accanto.casework.cases.queries import with_depth
from accanto.faces.api.reading.shelter import lives_shielded
from accanto.faces.api.schemas.common import colleague, office
from accanto.people.households.models import Member
from accanto.people.persons.enums import Depth
from accanto.people.persons.models import Identifier, Person
from accanto.people.persons.queries import age_on, fiscal_codes, restricted_people
from accanto.people.persons.visibility import grants_of
from accanto.people.persons.whereabouts import Output, told_address, whereabouts_of, with_whereabouts
from accanto.territory.staff.models import User


def persons_with(user: User, code: str) -> QuerySet[Person]:
    """Those whom `user` may see, by the exact code, also one that they had before."""
    named = Identifier.objects.filter(person=OuterRef("pk"), value=code.upper())
    return Person.objects.visible_to(user).filter(Exists(named)).order_by("pk")


def person_seen_by(user: User, on: date) -> QuerySet[Any]:
    """Persons with their whereabouts, and how deeply `user` sees each (`seen`)."""
    own = grants_of(user, depth=Depth.TEAM).filter(person=OuterRef("pk")).order_by()
    deepest = own.values("person").annotate(deepest=Max("depth")).values("deepest")
    rows: QuerySet[Any] = Person.objects.visible_to(user)
    told: QuerySet[Any] = with_whereabouts(rows, on, person="pk").annotate(
        seen=Coalesce(Subquery(deepest, output_field=IntegerField()), int(Depth.CARD)),
        shielded=lives_shielded("persons_person.id"),
        restricted=Exists(restricted_people().filter(person=OuterRef("pk"))),
    )
    return told


def told_in_a_row(person: Person) -> dict[str, Any]:
    return {"id": person.pk, "name": str(person), "birth_date": person.birth_date}


def told_whole(person: Any, user: User, today: date) -> dict[str, Any]:
    where = told_address(whereabouts_of(person), depth=person.seen, output=Output.LEAVES)
    code = fiscal_codes([person.pk]).get(person.pk) if person.seen >= Depth.READ else None
    return {
        **told_in_a_row(person),
        "first_name": person.first_name,
        "last_name": person.last_name,
        "sex": person.sex,
        "age": age_on(person, today),
        "codice_fiscale": code,
        "protected": where.protected,
        "restricted": person.restricted,
        "town": None if person.shielded else where.town or None,
        "followed_by": _followed(person, user),
    }


def _followed(person: Person, user: User) -> list[dict[str, Any]]:
    """Running cases that the account may open; of ordinary ones that it may not, whom to call."""
    membership = Member.objects.filter(household=OuterRef("household"), person=person, ends_on=None)
    rows = Case.objects.filter(Exists(membership)).exclude(state=CaseState.CLOSED)
    mine = set(with_depth(user).filter(pk__in=rows.values("pk")).values_list("pk", flat=True))
    return [
        {
            "case": case.pk if case.pk in mine else None,
            "unit": office(case.unit),
            "responsible": colleague(case.responsible),
        }
        for case in rows.select_related("unit", "responsible").order_by("-opened_on", "pk")
        if case.pk in mine or case.compartment == Compartment.ORDINARY
    ]
