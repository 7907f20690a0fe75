"""What citizens offer, what is looked for among them, who goes where this week."""

from datetime import date, datetime, time, timedelta
from typing import Any

from accanto.access.offers import operations as ops
from accanto.access.offers.facts import GiverFacts, HoursFacts, NeedFacts, OfferFacts
from accanto.access.offers.models import Giver, Match, Need, Offer
from accanto.access.offers.operations import Agreed
from accanto.casework.cases.models import Case
from accanto.faces.demo.reference import read
from accanto.faces.demo.scribe import at
from accanto.territory.bodies.models import Office
from accanto.territory.places.models import Municipality
from accanto.territory.staff.models import User


class Volunteering:
    """Reads `data/volunteers.yaml`; `cases`: by the label of their household."""

    def __init__(self, users: dict[str, User], cases: dict[str, Case], now: datetime) -> None:
        self.users, self.cases, self.now, self.today = users, cases, now, now.date()
        self.told: dict[str, Any] = read("volunteers")
        self.keeper = users["dario.finti"]
        self.towns = {one.name: one for one in Municipality.objects.filter(in_zone=True)}
        self.givers: dict[str, Giver] = {}
        self.offers: dict[str, Offer] = {}

    def load(self) -> None:
        for entry in self.told["givers"]:
            self.givers[entry["key"]] = self._giver(entry)
        for entry in self.told["offers"]:
            self.offers[entry["key"]] = self._offer(entry)
        for entry in self.told["needs"]:
            self._follow(self._need(entry), entry)
        for entry in self.told["thanks"]:
            self._thank(entry)

    def _moment(self, days: int, hour: int = 10) -> datetime:
        return at(self.today - timedelta(days=days), hour)

    def _giver(self, entry: dict[str, Any]) -> Giver:
        moment = self._moment(entry["days"])
        facts = GiverFacts(
            "body" if entry.get("body") else "person",
            entry["name"],
            self.towns[entry["town"]],
            moment.date(),
            contact=entry.get("contact", ""),
            phone=entry.get("phone", ""),
            email=entry.get("email", ""),
        )
        giver = ops.register_giver(facts=facts, by=self.keeper, at=moment)
        for code, days in entry["checks"].items():
            done = self._moment(days)
            ops.record_check(giver=giver, code=code, done_on=done.date(), by=self.keeper, at=done)
        return giver

    def _offer(self, entry: dict[str, Any]) -> Offer:
        moment = self._moment(entry["days"], 11)
        facts = OfferFacts(
            entry["kind"],
            entry["what"],
            moment.date(),
            last_day=self.today + timedelta(days=entry["last"]) if "last" in entry else None,
            capacity=entry.get("capacity", 1),
            hours=[self._hours(one) for one in entry.get("hours", [])],
            municipalities=[self.towns[name] for name in entry.get("towns", [])],
        )
        return ops.register_offer(giver=self.givers[entry["giver"]], facts=facts, by=self.keeper, at=moment)

    def _hours(self, told: dict[str, Any]) -> HoursFacts:
        days = sorted({(self.today + timedelta(days=n)).isoweekday() for n in told["in"]})
        return HoursFacts(days, time.fromisoformat(told["from"]), time.fromisoformat(told["to"]))

    def _need(self, entry: dict[str, Any]) -> Need:
        moment = self._moment(entry["days"], 12)
        case = self.cases.get(entry.get("household", ""))
        office = case.unit if case else Office.objects.get(code="urp-pistoia")
        facts = NeedFacts(
            entry["kind"],
            entry["what"],
            self.towns[entry["town"]],
            office,
            moment.date(),
            pieces=entry.get("pieces", 1),
            hours=self._hours(entry["hours"]) if "hours" in entry else None,
            urgency=entry.get("urgency", "ordinary"),
            first_name=entry.get("first_name", "") if case else "",
            meeting_place=entry.get("meeting", ""),
        )
        return ops.write_need(facts=facts, case=case, by=self.users[entry["by"]], at=moment)

    def _follow(self, need: Need, entry: dict[str, Any]) -> None:
        by, moment = self.users[entry["by"]], self._moment(entry["days"] - 1, 9)
        if "withdrawn" in entry:
            ops.withdraw_need(need=need, withdrawal=entry["withdrawn"], by=by, at=self._moment(5))
        if "offer" not in entry:
            return
        match = ops.propose(need=need, offer=self.offers[entry["offer"]], by=by, at=moment)
        if "visits" not in entry:
            return
        told = entry["visits"]
        hours = self._hours(entry["hours"])
        agreed = Agreed(self._day(told["first"]), hours.starts, hours.ends, told["times"])
        ops.accept(match=match, agreed=agreed, answered_on=moment.date(), by=by, at=moment)
        for days, minutes in told.get("done", {}).items():
            self._settle(match, days, by, outcome="done", minutes=minutes, told="Tutto bene.")
        for days, why in told.get("missed", {}).items():
            self._settle(match, days, by, outcome="missed", told=why)

    def _day(self, days: int) -> date:
        return self.today + timedelta(days=days)

    def _settle(self, match: Match, days: int, by: User, **how: Any) -> None:
        visit = match.visits.get(day=self._day(days))
        ops.settle_visit(visit=visit, by=by, at=at(visit.day, 19), **how)

    def _thank(self, entry: dict[str, Any]) -> None:
        """Somebody who was helped once, and the letter that followed."""
        told, by = entry["need"], self.users[entry["by"]]
        moment = at(self._day(told["first"]), 9)
        facts = NeedFacts(
            told["kind"],
            told["what"],
            self.towns[told["town"]],
            Office.objects.get(code="urp-pistoia"),
            moment.date(),
        )
        need = ops.write_need(facts=facts, by=by, at=moment)
        match = ops.propose(need=need, offer=self.offers[told["offer"]], by=by, at=moment)
        ops.accept(match=match, agreed=Agreed(moment.date()), answered_on=moment.date(), by=by, at=moment)
        self._settle(match, told["first"], by, outcome="done", minutes=told["minutes"], told="Ben riuscita.")
        match.refresh_from_db()
        ops.finish_match(match=match, note="", by=by, at=self._moment(entry["days"] + 1))
        giver = self.givers[entry["giver"]]
        ops.thank(giver=giver, words="", by=by, at=self._moment(entry["days"]))
