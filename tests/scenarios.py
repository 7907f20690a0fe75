"""Named situations. Each builds, through operations only, what its name says; dates are given or default to NOW."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from accanto.casework.cases.models import Case
from accanto.casework.cases.operations import open_case
from accanto.casework.pathways.models import Pathway, ServicePact
from accanto.casework.pathways.operations import record_service_pact, start_pathway
from accanto.people.households.models import Household
from accanto.people.households.operations import create_household
from accanto.people.matching.given import Given
from accanto.people.matching.operations import note_search
from accanto.people.persons.enums import Depth, GrantReason
from accanto.people.persons.models import Person
from accanto.people.persons.operations import create_person, grant_many, set_residence
from accanto.territory.bodies.models import Office
from accanto.territory.places.models import Municipality
from accanto.territory.staff.models import User
from tests import cast
from tests.present import NOW, ROME, TODAY, moment

__all__ = ["NOW", "ROME", "TODAY", "Family", "Situation", "family", "family_in_charge", "moment"]


@dataclass
class Family:
    """Lucia (38) with Marta (9) and Nico (2)."""

    household: Household
    lucia: Person
    marta: Person
    nico: Person


def family(surname: str = "Campioni", *, town: str = "Pistoia", at: datetime = NOW) -> Family:
    by = cast.user(cast.CARLA)
    people = [
        create_person(first_name=name, last_name=surname, sex=sex, birth_date=born, by=by, at=at)
        for name, sex, born in (
            ("Lucia", "f", date(1988, 5, 14)),
            ("Marta", "f", date(2017, 3, 2)),
            ("Nico", "m", date(2025, 6, 20)),
        )
    ]
    place = Municipality.objects.get(name=town)
    for person in people:
        set_residence(person=person, municipality=place, on=date(2020, 1, 1), address="Via degli Esempi 1")
    lucia, marta, nico = people
    household = create_household(
        label=surname,
        members=[(lucia, "reference"), (marta, "child"), (nico, "child")],
        by=by,
        at=at,
        on=date(2020, 1, 1),
    )
    return Family(household, lucia, marta, nico)


@dataclass
class Situation:
    family: Family
    case: Case
    pathway: Pathway
    anna: User
    carla: User


def family_in_charge(
    surname: str = "Campioni",
    *,
    worker: str = cast.ANNA,
    unit: str = "polo-pistoia-nord",
    town: str = "Pistoia",
    measure: str = "adi",
    outcome_on: date = date(2026, 11, 2),
    assigned_on: date = date(2026, 11, 12),
    source: UUID | None = None,
) -> Situation:
    """A positive outcome, assigned; nothing else has happened yet."""
    at = moment(assigned_on)
    carla = cast.user(cast.CARLA)
    responsible = cast.user(worker)
    people = family(surname, town=town, at=at)
    case = open_case(
        household=people.household,
        unit=Office.objects.get(code=unit),
        responsible=responsible,
        by=carla,
        at=at,
        on=assigned_on,
    )
    pathway = start_pathway(
        case=case,
        measure=measure,
        source=source or uuid4(),
        protocol=f"INPS-{uuid4().hex[:10].upper()}",
        municipality=Municipality.objects.get(name=town),
        outcome_on=outcome_on,
        clock_starts_on=outcome_on + timedelta(days=3),
        by=carla,
        at=at,
        on=assigned_on,
    )
    return Situation(people, case, pathway, responsible, carla)


def let_in(
    situation: Situation, username: str, depth: int = Depth.WORK, reason: str = "", **more: Any
) -> None:
    """Somebody sees the whole family, for the case: as its team does, or (`work`, `read`) beside its worker."""
    people = situation.family
    grant_many(
        persons=[people.lucia, people.marta, people.nico],
        user=cast.user(username),
        depth=depth,
        reason=reason or (GrantReason.TEAM if depth == Depth.TEAM else GrantReason.CO_WORK),
        context=situation.case.pk,
        by=situation.carla,
        at=NOW - timedelta(hours=1),
        **more,
    )


def service_pact(situation: Situation) -> ServicePact:
    """What the employment centre has signed with Lucia."""
    return record_service_pact(
        pathway=situation.pathway,
        person=situation.family.lucia,
        office=Office.objects.get(code="centro-impiego-pistoia"),
        signed_on=date(2026, 11, 20),
        by=cast.user(cast.BRUNO),
        at=NOW,
    )


def looked_for(given: Given, by: User, at: datetime = NOW) -> dict[str, object]:
    """What writes somebody down after a search: `given` and the `search` that found nobody."""
    return {"given": given, "search": note_search(given=given, shown=0, by=by, at=at).pk}
