"""The services of the area: some fresh, some that nobody has checked for long, a draft, one that has closed."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from accanto.access.directory.facts import EntryFacts, PlaceFacts
from accanto.access.directory.hours import read as read_hours
from accanto.access.directory.models import Entry
from accanto.access.directory.operations import publish_entry, withdraw_entry, write_entry
from accanto.faces.demo.reference import read
from accanto.faces.demo.scribe import at
from accanto.territory.bodies.models import Office, Organisation
from accanto.territory.places.models import Municipality
from accanto.territory.staff.models import User

KEEPER = "dario.finti"


class Directory:
    def __init__(self, users: dict[str, User], today: date) -> None:
        self.users, self.today = users, today
        self.towns = {one.belfiore: one for one in Municipality.objects.filter(exists_to=None)}
        self.bodies = {one.code: one for one in Organisation.objects.all()}
        self.offices = {one.code: one for one in Office.objects.all()}

    def load(self) -> None:
        told: dict[str, list[dict[str, Any]]] = read("directory")
        for one in told["entries"]:
            self._publish(one)
        for one in told["drafts"]:
            write_entry(facts=self._facts(one), by=self.users[KEEPER], at=at(self.today - timedelta(days=2)))
        for one in told["withdrawn"]:
            withdraw_entry(
                entry=self._publish(one), reason=one["reason"], by=self.users[KEEPER],
                at=at(self.today - timedelta(days=150)),
            )  # fmt: skip

    def _publish(self, one: dict[str, Any]) -> Entry:
        moment: datetime = at(self.today - timedelta(days=one["days"]), 10)
        by = self._keeper(one["keeper"]) or self.users[KEEPER]
        entry = write_entry(facts=self._facts(one), by=by, at=moment)
        return publish_entry(entry=entry, by=by, at=moment)

    def _keeper(self, name: str) -> User | None:
        return None if name.startswith("office:") else self.users[name]

    def _facts(self, one: dict[str, Any]) -> EntryFacts:
        keeper = self._keeper(one["keeper"])
        office = None if keeper else self.offices[one["keeper"].removeprefix("office:")]
        return EntryFacts(
            name=one["name"], description=one["does"], provider=one.get("provider", ""),
            organisation=self.bodies[one["body"]] if "body" in one else None, own=one.get("own", False),
            needs=tuple(one["needs"]), targets=tuple(one.get("targets", ())),
            serves=tuple(self.towns[code] for code in one.get("serves", ())),
            conditions=one.get("conditions", ""), documents="\n".join(one.get("documents", ())),
            way_in=one.get("way_in", ""), fee=one["fee"], fee_words=one.get("fee_words", ""),
            fee_from=_amount(one.get("from")), fee_to=_amount(one.get("to")),
            languages=tuple(one.get("languages", ())), telephone=one.get("tel", ""), email=one.get("mail", ""),
            web=one.get("web", ""), keeper=keeper, keeper_office=office, check_every=one["every"],
            places=tuple(self._place(place) for place in one["places"]),
        )  # fmt: skip

    def _place(self, place: dict[str, Any]) -> PlaceFacts:
        steps = place.get("steps")
        return PlaceFacts(
            address=place.get("street", ""), municipality=self.towns.get(place.get("town", "")),
            secret=place.get("secret", False), hours=read_hours(place.get("hours", "")),
            hours_words=place.get("words", ""), by_appointment=place.get("appointment", False),
            closed_on_holidays=not place.get("holidays", False), accessible=None if steps is None else not steps,
        )  # fmt: skip


def _amount(said: str | None) -> Decimal | None:
    return None if said is None else Decimal(said)
