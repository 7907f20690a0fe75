"""What people asked about their own data, who must not see whom, and who asks to see."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from accanto.casework.cases.enums import ToldHousehold
from accanto.casework.cases.models import Case
from accanto.casework.cases.operations import ask_to_see, bar_from_case, move_case
from accanto.faces.demo.reference import read
from accanto.faces.demo.scribe import at
from accanto.faces.demo.stories import Story
from accanto.people.persons.enums import Depth, GrantReason
from accanto.people.persons.models import Person
from accanto.people.persons.operations import grant_many
from accanto.steering.privacy.models import PersonRequest
from accanto.steering.privacy.operations.declarations import declare
from accanto.steering.privacy.operations.erasing import propose_erasure
from accanto.steering.privacy.operations.extracts import issue_extract
from accanto.steering.privacy.operations.homes import keep_operator_home
from accanto.steering.privacy.operations.requests import receive_request
from accanto.steering.privacy.operations.restricting import restrict_for
from accanto.territory.bodies.models import Office
from accanto.territory.places.models import Municipality
from accanto.territory.staff.models import User

OFFICER = "olga.riservati"


class Guarding:
    """Reads `data/guarding.yaml` over the families that the present has written."""

    def __init__(
        self,
        stories: list[Story],
        refused: dict[str, Story],
        users: dict[str, User],
        day: Callable[[int], date],
    ) -> None:
        self.users, self.refused, self.day = users, refused, day
        # The first of a surname is the named one; a family of the history may have the same.
        self.stories = {story.label: story for story in reversed(stories)}
        self.told: dict[str, list[dict[str, Any]]] = read("guarding")

    def load(self) -> None:
        for entry in self.told["requests"]:
            self._receive(entry)
        for entry in self.told["declarations"]:
            self._declare(entry)
        for entry in self.told["bars"]:
            bar_from_case(
                case=self._case(entry), user=self.users[entry["user"]], reason=entry["reason"],
                source=entry["source"], by=self.users[entry["by"]], at=self._moment(entry),
            )  # fmt: skip
        for entry in self.told["homes"]:
            user = self.users[entry["user"]]
            keep_operator_home(
                user=user, codice_fiscale="", address=entry["address"], by=user, at=at(self.day(-15)),
                municipality=Municipality.objects.get(belfiore=entry["municipality"]),
            )  # fmt: skip
        for entry in self.told["cards"]:
            grant_many(
                persons=[self.stories[label].head for label in entry["households"]], depth=Depth.CARD,
                office=Office.objects.get(code=entry["office"]), reason=GrantReason.OUTCOME_LIST, by=None,
                at=self._moment(entry),
            )  # fmt: skip
        for entry in self.told["asking"]:
            self._ask(entry)
        for entry in self.told["protected"]:
            move_case(
                case=self._case(entry), compartment=entry["compartment"], reason=entry["reason"],
                staying=[self.users[name] for name in entry["staying"]], by=self.users[entry["by"]],
                at=self._moment(entry),
            )  # fmt: skip

    def _moment(self, entry: dict[str, Any], hour: int = 10) -> datetime:
        return at(self.day(-entry["days"]), hour)

    def _person(self, entry: dict[str, Any]) -> Person:
        story = self.stories[entry["household"]]
        return next(person for person in story.persons if person.first_name == entry["member"])

    def _case(self, entry: dict[str, Any]) -> Case:
        return Case.objects.get(
            household__members__person=self.stories[entry["household"]].head, state="open"
        )

    def _receive(self, entry: dict[str, Any]) -> None:
        by = self.users[OFFICER]
        story = self.refused[entry["refused"]] if "refused" in entry else self.stories[entry["household"]]
        person = story.head if "refused" in entry else self._person(entry)
        row = receive_request(
            whom=story.codes[person.pk], kind=entry["kind"], identity=entry["identity"], asked=entry["asked"],
            received_on=self.day(-entry["days"]), by=by, at=self._moment(entry),
        )  # fmt: skip
        if issued := entry.get("issued"):
            issue_extract(request=row, address=None, by=self.users[issued["by"]], at=self._moment(issued, 12))
        if decided := entry.get("restricted"):
            self._decide(restrict_for, decided, request=row)
        if decided := entry.get("proposed"):
            self._decide(propose_erasure, decided, thing=row)

    def _decide(self, operation: Callable[..., Any], decided: dict[str, Any], **what: PersonRequest) -> None:
        operation(
            ground=decided["ground"], reason=decided["reason"], by=self.users[OFFICER],
            at=self._moment(decided, 11), **what,
        )  # fmt: skip

    def _declare(self, entry: dict[str, Any]) -> None:
        whom = self._person(entry) if "household" in entry else None
        declare(
            codice_fiscale="",
            first_name=whom.first_name if whom else entry["first_name"],
            last_name=whom.last_name if whom else entry["last_name"],
            birth_date=whom.birth_date if whom else entry["birth_date"],
            reason=entry["reason"], by=self.users[entry["by"]], at=self._moment(entry),
        )  # fmt: skip

    def _ask(self, entry: dict[str, Any]) -> None:
        ask_to_see(
            person=self._person(entry), case_id=self._case(entry).pk, depth=entry["depth"], days=entry["length"],
            reason=entry["reason"], told=ToldHousehold.TOLD, told_by=entry["told_by"],
            told_on=self.day(-entry["days"]), by=self.users[entry["by"]], at=self._moment(entry),
        )  # fmt: skip
