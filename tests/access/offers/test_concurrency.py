"""Two workers who take the last room of one offer in the same moment."""

from datetime import time

import pytest

from accanto.access.offers import operations as ops
from accanto.access.offers.models import Match, Offer
from accanto.access.offers.operations import Agreed, OfferTaken
from tests.access.offers.samples import TUESDAY, checked_offer, need
from tests.casework.projects.test_concurrency import at_once
from tests.scenarios import NOW, TODAY, family_in_charge

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_who_accept_at_once_one_wins_and_the_other_is_told() -> None:
    found = family_in_charge()
    given = checked_offer()
    matches = [ops.propose(need=need(found.case), offer=given, by=found.anna, at=NOW) for _n in range(2)]
    agreed = Agreed(TUESDAY, time(15), time(17))

    def accept(match: Match) -> Match:
        return ops.accept(match=match, agreed=agreed, answered_on=TODAY, by=found.anna, at=NOW)

    answers = at_once(*(lambda one=one: accept(one) for one in matches))
    assert sorted(type(one).__name__ for one in answers) == ["Match", "OfferTaken"]
    assert "Ida Volontari" in str(next(one for one in answers if isinstance(one, OfferTaken)))
    assert Offer.objects.get().taken == 1
    assert Match.objects.filter(state="accepted").count() == 1


def test_the_same_answer_sent_twice_is_taken_once() -> None:
    found = family_in_charge()
    match = ops.propose(need=need(found.case), offer=checked_offer(), by=found.anna, at=NOW)
    agreed = Agreed(TUESDAY, times=2)
    answers = at_once(
        *(lambda: ops.accept(match=match, agreed=agreed, answered_on=TODAY, by=found.anna, at=NOW),) * 2
    )
    assert sum(isinstance(one, Match) for one in answers) == 1
    assert match.visits.count() == 2
