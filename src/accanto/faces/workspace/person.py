"""The minimal card of a person: who they are and whom to call, for those who may see no more than this."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accanto.casework.cases.enums import CaseState
from accanto.casework.cases.models import Case
from accanto.casework.cases.queries import with_depth
from accanto.core.templatetags.accanto_ui import date_words
from accanto.people.persons.enums import Depth
from accanto.people.persons.models import Person
from accanto.people.persons.queries import age_on
from accanto.people.persons.visibility import grants_of, seen_by_person
from accanto.people.persons.whereabouts import Output, told_address, whereabouts_of, with_whereabouts
from accanto.territory.staff.models import User


@dataclass(frozen=True)
class Followed:
    """A running case of the person's household; `url_case` only where one may open it."""

    case: Case
    opens: bool


def card_of(user: User, on: date) -> QuerySet[Any]:
    works = seen_by_person(user, depth=Depth.WORK)
    people: QuerySet[Any] = Person.objects.visible_to(user)
    told: QuerySet[Any] = with_whereabouts(people, on, person="pk").annotate(works=works)
    return told


def followed_by(person: Person, user: User) -> list[Followed]:
    """Running cases of an ordinary kind, or those that the user may open anyway: a closed compartment stays hidden."""
    mine = set(with_depth(user).values_list("pk", flat=True).filter(household__members__person=person))
    rows = (
        Case.objects.filter(household__members__person=person, household__members__ends_on=None)
        .exclude(state=CaseState.CLOSED)
        .select_related("unit", "responsible__operator", "household")
        .distinct()
    )
    return [Followed(row, row.pk in mine) for row in rows if row.pk in mine or row.compartment == "ordinary"]


def facts_of(person: Any, today: date) -> list[dict[str, Any]]:
    age = age_on(person, today)
    born = date_words(person.birth_date) if person.birth_date else ""
    if born and age is not None:
        born = _("%(day)s (%(age)s years)") % {"day": born, "age": age}
    depth = Depth.WORK if person.works else Depth.CARD
    where = told_address(whereabouts_of(person), depth=depth, output=Output.SCREEN)
    tags = [{"label": _("protected"), "tone": "restricted", "icon": "locked"}] if where.protected else []
    return [
        {"label": _("Born on"), "value": born},
        {"label": _("Town"), "value": where.town, "tags": tags},
    ]


def sees_only_a_card(user: User, person: Person) -> bool:
    return not grants_of(user, depth=Depth.TEAM).filter(person=person).exists()
