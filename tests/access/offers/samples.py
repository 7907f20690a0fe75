"""Volunteers, offers and needs as tests need them. NOW is a Monday; the offers are for Tuesdays."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from accanto.access.offers import operations as ops
from accanto.access.offers.facts import GiverFacts, HoursFacts, NeedFacts, OfferFacts
from accanto.access.offers.models import Giver, Match, Need, Offer, Visit
from accanto.access.offers.operations import Agreed
from accanto.casework.cases.models import Case
from accanto.people.persons.enums import ProtectionKind, ProtectionReason
from accanto.people.persons.operations import protect_person
from accanto.territory.bodies.models import Office
from accanto.territory.places.models import Municipality
from accanto.territory.staff.models import User
from tests import cast
from tests.scenarios import NOW, TODAY, Situation

TUESDAY = TODAY + timedelta(days=(2 - TODAY.isoweekday()) % 7 or 7)
AFTERNOON = HoursFacts([2], time(15), time(18))


def town(name: str = "Pistoia") -> Municipality:
    return Municipality.objects.get(name=name)


def dario() -> User:
    return cast.user(cast.DARIO)


def giver(name: str = "Ida Volontari", *, at: datetime = NOW, home: str = "Pistoia", **more: Any) -> Giver:
    facts = GiverFacts("person", name, town(home), at.date(), phone="0573 555 010")
    return ops.register_giver(facts=replace(facts, **more), by=dario(), at=at)


def offer(by_whom: Giver | None = None, *, at: datetime = NOW, **more: Any) -> Offer:
    """Company on Tuesday afternoons, one household at a time."""
    facts = OfferFacts("company", "Compagnia e una passeggiata", at.date(), hours=[AFTERNOON])
    return ops.register_offer(giver=by_whom or giver(at=at), facts=replace(facts, **more), by=dario(), at=at)


def check(whom: Giver, *codes: str, done_on: date | None = None, at: datetime = NOW) -> None:
    for code in codes or ("interview", "insurance"):
        ops.record_check(giver=whom, code=code, done_on=done_on or at.date(), by=dario(), at=at)


def checked_offer(by_whom: Giver | None = None, *, at: datetime = NOW, **more: Any) -> Offer:
    row = offer(by_whom, at=at, **more)
    check(row.giver, at=at)
    return row


def protected(found: Situation) -> None:
    protect_person(
        person=found.family.lucia,
        kind=ProtectionKind.values[0],
        reason=ProtectionReason.values[0],
        source="denuncia",
        starts_on=TODAY,
        by=found.anna,
        at=NOW,
    )


def need_facts(at: datetime = NOW, **more: Any) -> NeedFacts:
    facts = NeedFacts(
        "company",
        "Una persona anziana sola vorrebbe compagnia",
        town(),
        Office.objects.get(code="polo-pistoia-nord"),
        at.date(),
        hours=HoursFacts([2], time(15), time(17)),
    )
    return replace(facts, **more)


def need(case: Case | None = None, *, by: User | None = None, at: datetime = NOW, **more: Any) -> Need:
    """Company on Tuesdays, from three to five; of a case, written by Anna."""
    return ops.write_need(facts=need_facts(at, **more), case=case, by=by or cast.user(cast.ANNA), at=at)


def accepted(wanted: Need, given: Offer, *, at: datetime = NOW, agreed: Agreed | None = None) -> Match:
    anna = cast.user(cast.ANNA)
    made = ops.propose(need=wanted, offer=given, by=anna, at=at)
    agreed = agreed or Agreed(TUESDAY, time(15), time(17))
    return ops.accept(match=made, agreed=agreed, answered_on=at.date(), by=anna, at=at)


def done(match: Match, *, minutes: int = 120) -> Visit:
    """The first of its visits took place."""
    visit = match.visits.order_by("day")[0]
    after = NOW + (visit.day - TODAY)
    return ops.settle_visit(
        visit=visit, outcome="done", minutes=minutes, told="Bene", by=cast.user(cast.ANNA), at=after
    )


def volunteers_of(made: Situation) -> dict[str, Any]:
    """Ida goes to the family today and next week; she was thanked once, and there is something new to thank for."""
    whom = giver()
    check(whom)
    anna = made.anna
    for days in (21, 14):
        moment = NOW - timedelta(days=days)
        ida = offer(whom, at=moment, hours=[])
        check(whom, done_on=moment.date())
        once = accepted(need(made.case, at=moment, hours=None), ida, at=moment, agreed=Agreed(moment.date()))
        ops.settle_visit(
            visit=once.visits.get(), outcome="done", minutes=60, by=anna, at=moment + timedelta(hours=3)
        )
        if days == 21:
            thanks = ops.thank(giver=whom, words="", by=anna, at=moment + timedelta(days=1))
    given = offer(whom, hours=[])
    wanted = need(made.case, hours=None)
    running = accepted(wanted, given, agreed=Agreed(TODAY, times=2))
    free = need(made.case, hours=None, what="Qualcuno per una passeggiata")
    asked = ops.propose(need=free, offer=offer(whom, hours=[]), by=anna, at=NOW)
    return {
        "giver": whom.pk, "offer": given.pk, "need": free.pk, "match": asked.pk, "thanks": thanks.pk,
        "visit": running.visits.order_by("day")[0].pk,
    }  # fmt: skip
