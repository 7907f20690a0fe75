"""What is said of who has a place: the household or name to whoever sees them, a card to colleagues, else nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.urls import reverse

from accanto.casework.agenda.models import Place
from accanto.casework.cases.models import Case
from accanto.people.households.models import Household
from accanto.people.persons.models import Person
from accanto.territory.staff.models import User


@dataclass(frozen=True)
class Told:
    """`url` where the reader may open a page about them."""

    name: str
    url: str = ""


def told_places(places: Sequence[Place], user: User) -> dict[UUID, Told]:
    """Of places that the user sees (`visible_to`). Four queries at most, however many they are."""
    cases = {
        case.pk: case
        for case in Case.objects.visible_to(user)
        .filter(pk__in={place.case_id for place in places if place.case_id})
        .select_related("household")
    }
    people = {
        one.pk: one
        for one in Person.objects.visible_to(user).filter(
            pk__in={place.person_id for place in places if place.person_id}
        )
    }
    homes = dict(
        Household.objects.filter(
            pk__in={place.household_id for place in places if place.household_id}
        ).values_list("pk", "label")
    )
    found = {place.pk: told for place in places if (told := _told(place, cases, people, homes))}
    cards = _cards([place.pk for place in places if place.pk not in found])
    return found | {pk: Told(name) for pk, name in cards.items()}


def _told(
    place: Place, cases: dict[UUID, Case], people: dict[UUID, Person], homes: dict[UUID, str]
) -> Told | None:
    person = people.get(place.person_id) if place.person_id else None
    case = cases.get(place.case_id) if place.case_id else None
    if person is not None:
        url = reverse("case", args=[case.pk]) if case else reverse("person", args=[person.pk])
        return Told(str(person), url)
    if case is not None:
        return Told(case.household.label, reverse("case", args=[case.pk]))
    if place.household_id and place.household_id in homes:
        return Told(homes[place.household_id])
    return Told(place.name) if place.name and not place.case_id and not place.person_id else None


def _cards(ids: list[UUID]) -> dict[UUID, str]:
    if not ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT place_id, told FROM agenda_cards(%s)", [ids])
        return dict(cursor.fetchall())
