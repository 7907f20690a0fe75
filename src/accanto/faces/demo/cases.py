"""Families that pass from one unit to another, rest, split, lose somebody, are followed twice; and one that the abuse
team has evaluated."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from accanto.casework.cases.enums import CaseOutcome, Compartment
from accanto.casework.cases.models import Case
from accanto.casework.cases.operations import (
    Summary,
    accept_transfer,
    close_case,
    open_case,
    propose_transfer,
    record_birth,
    record_death_of,
    refuse_transfer,
    split_case,
    suspend_case,
)
from accanto.faces.demo.reference import read
from accanto.faces.demo.scribe import at
from accanto.faces.demo.staff import workers_by_office
from accanto.faces.demo.stories import Story
from accanto.people.households.models import Member
from accanto.people.households.operations import create_household
from accanto.people.matching.given import Given
from accanto.people.matching.operations import note_search
from accanto.territory.bodies.enums import OfficeKind
from accanto.territory.bodies.models import Office
from accanto.territory.staff.models import User


class Lives:
    """Reads `data/cases.yaml` over the families that the present has written."""

    def __init__(self, stories: list[Story], users: dict[str, User], today: date) -> None:
        self.users, self.today = users, today
        # The first of a surname is the named one; a family of the history may have the same.
        self.stories = {story.label: story for story in reversed(stories)}
        self.told: dict[str, list[dict[str, Any]]] = read("cases")

    def load(self) -> None:
        acts: dict[str, Callable[[dict[str, Any]], None]] = {
            "transfers": self._transfer, "suspensions": self._suspend, "splits": self._split,
            "deaths": self._death, "births": self._birth, "overlaps": self._overlap, "summaries": self._summary,
        }  # fmt: skip
        for name, act in acts.items():
            for entry in self.told[name]:
                act(entry)

    def _day(self, entry: dict[str, Any]) -> date:
        return self.today - timedelta(days=entry["days"])

    def _said(self, entry: dict[str, Any]) -> dict[str, Any]:
        """Who and when."""
        return {"by": self.users[entry["by"]], "at": self._moment(entry)}

    def _moment(self, entry: dict[str, Any]) -> datetime:
        return at(self._day(entry), 10)

    def _case(self, entry: dict[str, Any]) -> Case:
        head = self.stories[entry["household"]].head
        return Case.objects.get(
            household__members__person=head, household__members__ends_on=None, state="open"
        )

    def _member(self, case: Case, name: str) -> Member:
        rows = Member.objects.filter(household=case.household, ends_on=None).select_related("person")
        return rows.get(person__first_name=name)

    def _transfer(self, entry: dict[str, Any]) -> None:
        transfer = propose_transfer(
            case=self._case(entry), kind="unit", to_unit=Office.objects.get(code=entry["to"]),
            reason=entry["reason"], **entry["note"], **self._said(entry),
        )  # fmt: skip
        if refused := entry.get("refused"):
            refuse_transfer(transfer=transfer, reason=refused["reason"], **self._said(refused))

    def _suspend(self, entry: dict[str, Any]) -> None:
        suspend_case(
            case=self._case(entry), reason=entry["reason"], note=entry["note"], on=self._day(entry),
            expected_on=self._day(entry) + timedelta(days=entry["expected"]), **self._said(entry),
        )  # fmt: skip

    def _split(self, entry: dict[str, Any]) -> None:
        case = self._case(entry)
        leaving = {self._member(case, name): relation for name, relation in entry["leaves"].items()}
        split_case(
            case=case, leaving=leaving, label=entry["label"], follow=True, note=entry["note"],
            on=self._day(entry), **self._said(entry),
        )  # fmt: skip

    def _death(self, entry: dict[str, Any]) -> None:
        case = self._case(entry)
        record_death_of(
            case=case, member=self._member(case, entry["member"]), note=entry["note"], on=self._day(entry),
            **self._said(entry),
        )  # fmt: skip

    def _birth(self, entry: dict[str, Any]) -> None:
        case = self._case(entry)
        given = Given(
            first_name=entry["first_name"],
            last_name=self.stories[entry["household"]].label,
            sex=entry["sex"],
            birth_date=self._day(entry),
        )
        search = note_search(given=given, shown=0, **self._said(entry))
        parents = [self._member(case, name) for name in entry["parents"]]
        record_birth(case=case, given=given, search=search.pk, parents=parents, **self._said(entry))

    def _overlap(self, entry: dict[str, Any]) -> None:
        story = self.stories[entry["household"]]
        person = next(one for one in story.persons if one.first_name == entry["member"])
        carla, moment = self.users["carla.esempi"], self._moment(entry)
        home = create_household(
            label=entry["label"], members=[(person, "reference")], by=carla, at=moment, on=self._day(entry)
        )
        open_case(
            household=home, unit=self._case(entry).unit, responsible=self.users[entry["worker"]],
            source="spontaneous", reason=entry["reason"], by=carla, at=moment, on=self._day(entry),
        )  # fmt: skip

    def _summary(self, entry: dict[str, Any]) -> None:
        """Evaluated in a case that is kept apart and closed by now; the unit that follows the family has the paper."""
        followed = self._case(entry)
        worker = workers_by_office()[entry["from"]][0]
        opened, received = entry["opened"], entry["received"]
        carla = self.users[received["by"]]
        apart = open_case(
            household=followed.household, unit=self._team(entry["office"]), responsible=worker,
            compartment=Compartment.CHILD_PROTECTION, source="court_measure", reason=opened["reason"],
            by=carla, at=self._moment(opened), on=self._day(opened),
        )  # fmt: skip
        summary = Summary(entry["entrusted_by"], self._day(entry), entry["help_project"])
        transfer = propose_transfer(
            case=apart, kind=entry["kind"], to_unit=Office.objects.get(code=entry["to"]), summary=summary,
            reason=entry["reason"], by=worker, at=self._moment(entry), **entry["note"],
        )  # fmt: skip
        accept_transfer(transfer=transfer, responsible=self.users[received["worker"]], **self._said(received))
        close_case(
            case=apart, outcome=CaseOutcome.OTHER_SERVICE, evaluation=entry["reason"],
            followed_by=str(followed.unit), by=worker, at=self._moment(received), on=self._day(received),
        )  # fmt: skip

    def _team(self, given: dict[str, Any]) -> Office:
        zone = Office.objects.get(code="zona")
        made = Office.objects.create(
            kind=OfficeKind.PROFESSIONAL_UNIT, organisation=zone.organisation, parent=zone, seat=zone.seat, **given
        )  # fmt: skip
        for user in self.users.values():
            # The office is new today: rights worked out before do not know it.
            if made.parent_id in user.access.coordinates:
                del user.access
        return made
