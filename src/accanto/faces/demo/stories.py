"""The families of today's work: named ones of `data/present.yaml`, invented ones beside them."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from accanto.casework.cases.models import Case
from accanto.faces.demo.homes import Role, any_shape, compose
from accanto.faces.demo.people import Origin, Town
from accanto.faces.demo.reference import read
from accanto.faces.demo.rei import MOUNTAIN, OFFICES
from accanto.faces.demo.scribe import Home, Scribe, at
from accanto.faces.demo.staff import workers_by_office
from accanto.people.households.models import Household, Member
from accanto.people.persons.models import ContactPoint, Person, Pregnancy
from accanto.people.persons.queries import current_codes
from accanto.territory.bodies.models import Office
from accanto.territory.staff.models import User

_MONTH = 30.4375


@dataclass
class Story:
    """One family and how far its work has come. `worker` and `unit` are None while nobody follows it."""

    label: str
    stage: str
    town: Town
    persons: list[Person]
    codes: dict[Any, str]
    relations: list[str]
    worker: User | None = None
    unit: Office | None = None
    guest: User | None = None

    @property
    def head(self) -> Person:
        return self.persons[0]


class Casting:
    """Writes the families into the register and tells their stories."""

    def __init__(self, scribe: Scribe, towns: list[Town], today: date) -> None:
        self.scribe, self.towns, self.today = scribe, towns, today
        self.users = {user.username: user for user in User.objects.all()}
        self.offices = {
            office.code: office for office in Office.objects.select_related("seat", "organisation")
        }
        self.by_office = workers_by_office()
        self._turn = 0

    def everybody(self) -> list[Story]:
        data = read("present")
        stories = [self._named(entry) for entry in data["families"]]
        for stage, count in data["others"].items():
            stories += [self._invented(stage) for _ in range(count)]
        self.scribe.ledger.write()
        for stage, count in data["returning"].items():
            stories += self._returning(stage, count)
        return stories

    def refused(self) -> list[tuple[str, Story]]:
        found = [
            (outcome, self._invented("refused"))
            for outcome, count in read("present")["refused"].items()
            for _ in range(count)
        ]
        self.scribe.ledger.write()
        return found

    def _named(self, entry: dict[str, Any]) -> Story:
        worker = self.users[entry["worker"]]
        unit = next(self.offices[code] for code, users in self.by_office.items() if worker in users)
        town = next(town for town in self.towns if town.id == unit.seat_id)
        home = self._home(entry, town)
        if entry.get("protected"):
            for one in home.people:
                next(row for row in one.rows if hasattr(row, "protected")).protected = True
            home.people[0].rows[-1].note = "solo telefono, la mattina"
        if entry.get("pregnant"):
            self.scribe.ledger.add(
                Pregnancy(
                    person=home.persons[0], declared_on=self.today - timedelta(days=30),
                    expected_on=self.today + timedelta(days=120),
                )
            )  # fmt: skip
        guest = self.users.get(entry.get("guest", ""))
        return _story(entry["label"], entry["stage"], home, worker, unit, guest)

    def _home(self, entry: dict[str, Any], town: Town) -> Home:
        invent, people, roles = self.scribe.inventor, [], []
        address = invent.address()
        for name, sex, age, relation, *other in entry["members"]:
            born = self._born(age)
            surname = other[0] if other else entry["label"]
            people.append(
                invent.invent(
                    surname=surname, sex=sex, born=born, town=town, address=address, origin=Origin(),
                    at=at(self.today), first_name=name,
                )
            )  # fmt: skip
            roles.append(Role(relation, sex, self.today.year - born.year))
        if not isinstance(people[0].rows[-1], ContactPoint):
            people[0].rows.append(invent.phone(people[0].person))
        household = Household(
            id=invent.uuid(), label=entry["label"], created_at=at(self.today - timedelta(days=300))
        )
        home = Home(household, town, people, roles)
        self.scribe.write_home(home, None)
        return home

    def _born(self, age: int | str) -> date:
        if isinstance(age, str):
            return self.today - timedelta(days=round(int(age.removesuffix("m")) * _MONTH) + 3)
        return self.scribe.inventor.birthday(age, self.today)

    def _invented(self, stage: str) -> Story:
        random = self.scribe.inventor.random
        town = random.choices(self.towns, [30, 14, 10, 6, 6, 5, 3, 2, 1][: len(self.towns)])[0]
        home = self.scribe.home(compose(random, any_shape(random)), town=town, on=self.today)
        unit, worker = self._taker(town)
        known = stage not in ("waiting", "refused")
        return _story(
            home.household.label, stage, home, worker if known else None, unit if known else None, None
        )

    def _taker(self, town: Town) -> tuple[Office, User]:
        pairs = [
            (self.offices[code], user)
            for code in OFFICES.get(town.istat, MOUNTAIN)
            for user in self.by_office.get(code, [])
            if user.username != "anna.prova"
        ]
        self._turn += 1
        return pairs[self._turn % len(pairs)]

    def _returning(self, stage: str, count: int) -> list[Story]:
        """Families that Anna followed years ago."""
        anna = self.users["anna.prova"]
        named = [entry["label"] for entry in read("present")["families"]]
        cases = Case.objects.filter(responsible=anna, state="closed").select_related("household", "unit")
        cases = cases.exclude(household__label__in=named)
        stories = []
        oldest_first = "number" if stage == "new" else "-number"
        given = stage != "waiting"
        for case in cases.order_by(oldest_first)[:count]:
            members = list(
                Member.objects.filter(household=case.household, ends_on=None).select_related("person")
            )
            members.sort(key=lambda member: (member.relation != "reference", member.pk))
            persons = [member.person for member in members]
            town = next(town for town in self.towns if town.id == case.unit.seat_id)
            stories.append(
                Story(
                    case.household.label, stage, town, persons, current_codes([p.pk for p in persons]),
                    [member.relation for member in members],
                    anna if given else None, case.unit if given else None,
                )
            )  # fmt: skip
        return stories


def _story(
    label: str, stage: str, home: Home, worker: User | None, unit: Office | None, guest: User | None
) -> Story:
    return Story(
        label, stage, home.town, home.persons, {one.person.pk: one.code for one in home.people},
        [role.relation for role in home.roles], worker, unit, guest,
    )  # fmt: skip
