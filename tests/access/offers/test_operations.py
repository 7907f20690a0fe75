"""From what a citizen offers to the letter that thanks, with what is refused on the way."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from accanto.access.offers import operations as ops
from accanto.access.offers.facts import HoursFacts, OfferFacts
from accanto.access.offers.models import Giver, GiverCheck, Match, Need, Offer
from accanto.access.offers.operations import Agreed, OfferTaken
from accanto.access.offers.queries import fitting
from accanto.access.offers.sheltering import no_longer_at_home
from accanto.core.errors import ChangedMeanwhile, NotPermitted, OperationRefused
from accanto.foundation.documents.reading import content_of
from accanto.people.persons.models import Person
from tests import cast
from tests.access.offers.samples import (
    TUESDAY,
    accepted,
    check,
    checked_offer,
    dario,
    done,
    giver,
    need,
    offer,
    protected,
    town,
)
from tests.scenarios import NOW, TODAY, family_in_charge, moment

pytestmark = pytest.mark.django_db


def said_of(wanted: Need) -> dict[str, tuple[list[str], list[str], list[str]]]:
    found = fitting(cast.user(cast.ANNA), wanted, TODAY)
    return {one.offer.giver.name: (one.good, one.ask, one.bars) for one in found}


# ---------------------------------------------------------------- who offers, what
def test_a_volunteer_is_nobody_of_the_register() -> None:
    before = Person.objects.count()
    row = offer()
    assert (row.giver.name, row.free, Person.objects.count()) == ("Ida Volontari", 1, before)
    assert [(one.weekday, one.starts, one.ends) for one in row.hours.all()] == [(2, time(15), time(18))]


def test_whoever_offers_can_be_called_back_and_was_told_of_their_data() -> None:
    with pytest.raises(OperationRefused, match="telefono") as refused:
        giver(phone="")
    assert refused.value.field == "phone"
    with pytest.raises(OperationRefused) as refused:
        giver(informed_on=TODAY + timedelta(days=1))
    assert refused.value.field == "informed_on"
    with pytest.raises(NotPermitted):
        ops.forget_giver(giver=giver(), by=cast.user(cast.BRUNO), at=NOW)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "astronave"}, "kind"),
        ({"what": "  "}, "what"),
        ({"capacity": 0}, "capacity"),
        ({"last_day": TODAY - timedelta(days=1)}, "last_day"),
        ({"first_day": TODAY - timedelta(days=9), "last_day": TODAY - timedelta(days=1)}, "last_day"),
        ({"hours": [HoursFacts([2], time(22), time(1))]}, "ends"),
        ({"hours": [HoursFacts([], time(9), time(10))]}, "weekdays"),
        (
            {"hours": [HoursFacts([2, 3], time(9), time(12)), HoursFacts([3], time(11), time(13))]},
            "starts_2",
        ),
    ],
)
def test_what_cannot_stand_is_refused_at_its_field(changes: dict[str, object], field: str) -> None:
    whom = giver()
    with pytest.raises(OperationRefused) as refused:
        offer(whom, **changes)
    assert refused.value.field == field
    assert Offer.objects.count() == 0


def changed(row: Offer, *, expected: int = 1, **more: Any) -> Offer:
    facts: dict[str, Any] = {"kind": "company", "what": "Una partita a carte", "first_day": TODAY, **more}
    return ops.change_offer(offer=row, facts=OfferFacts(**facts), expected=expected, by=dario(), at=NOW)


def test_an_offer_is_changed_and_two_who_change_it_lose_nothing() -> None:
    row = offer()
    morning = HoursFacts([3, 5], time(9), time(12))
    changed(row, hours=[morning], municipalities=[town()], last_day=date(2028, 2, 29), capacity=2)
    row.refresh_from_db()
    assert (row.what, row.capacity, row.last_day, row.revision) == (
        "Una partita a carte", 2, date(2028, 2, 29), 2,
    )  # fmt: skip
    assert [(one.weekday, one.starts, one.ends) for one in row.hours.all()] == [
        (3, time(9), time(12)),
        (5, time(9), time(12)),
    ]
    assert list(row.municipalities.all()) == [town()]
    with pytest.raises(ChangedMeanwhile):
        changed(row, what="Altro")
    row.refresh_from_db()
    assert row.what == "Una partita a carte"


def test_what_somebody_counts_on_is_not_changed_under_them() -> None:
    row = accepted(need(), checked_offer()).offer
    for more, field in (({"kind": "shopping"}, "kind"), ({"capacity": 0}, "capacity")):
        with pytest.raises(OperationRefused) as refused:
            changed(row, **more)
        assert refused.value.field == field
    ops.end_offer(offer=row, reason="Si trasferisce", by=dario(), at=NOW)
    with pytest.raises(OperationRefused, match="già"):
        changed(row)


def test_a_leap_day_is_a_last_day_like_any_other() -> None:
    row = offer(last_day=date(2028, 2, 29))
    assert Offer.objects.standing(date(2028, 2, 29)).get() == row
    assert list(Offer.objects.standing(date(2028, 3, 1))) == []


def test_a_check_holds_as_long_as_its_rule_says_or_as_it_is_written() -> None:
    whom = giver()
    check(whom, "interview", "insurance", "criminal_record", done_on=date(2026, 8, 31))
    ends = dict(GiverCheck.objects.values_list("code", "last_day"))
    assert ends == {
        "interview": None,
        "insurance": date(2027, 8, 31),
        "criminal_record": date(2027, 2, 28),
    }
    written = ops.record_check(
        giver=whom, code="licence", done_on=TODAY, last_day=date(2028, 2, 29), by=dario(), at=NOW
    )
    assert written.last_day == date(2028, 2, 29)
    with pytest.raises(OperationRefused) as refused:
        check(whom, done_on=TODAY + timedelta(days=1))
    assert refused.value.field == "done_on"


def test_whoever_leaves_is_forgotten_when_nobody_counts_on_them() -> None:
    found = family_in_charge()
    given = checked_offer()
    match = accepted(need(found.case), given)
    with pytest.raises(OperationRefused, match="offerte ancora aperte"):
        ops.forget_giver(giver=given.giver, by=dario(), at=NOW)
    ops.end_offer(offer=given, reason="Si trasferisce", by=dario(), at=NOW)
    with pytest.raises(OperationRefused, match="conta ancora"):
        ops.forget_giver(giver=given.giver, by=dario(), at=NOW)
    done(match)
    ops.finish_match(match=match, note="", by=found.anna, at=NOW + timedelta(days=2))
    gone = ops.forget_giver(giver=given.giver, by=dario(), at=NOW + timedelta(days=3))
    assert (gone.name, gone.phone, gone.email) == ("Volontario che ha lasciato, n. 1", "", "")
    assert gone.offers.get().matches.get().visits.get().minutes == 120
    with pytest.raises(OperationRefused, match="ha lasciato"):
        offer(gone)


# ---------------------------------------------------------------- what is needed
def test_a_need_names_nobody_of_the_household() -> None:
    found = family_in_charge("Campioni")
    for words in ("Compagnia per la signora Campioni", "Aiutare lucia il martedì"):
        with pytest.raises(OperationRefused, match="nominano") as refused:
            need(found.case, what=words)
        assert refused.value.field == "what"
    with pytest.raises(OperationRefused) as refused:
        need(found.case, first_name="Lucia Campioni")
    assert refused.value.field == "first_name"
    assert need(found.case, first_name="Lucia").first_name == "Lucia"
    with pytest.raises(OperationRefused, match="Senza un caso"):
        need(first_name="Lucia")


def test_a_protected_household_is_met_outside_home_and_its_address_is_never_written() -> None:
    found = family_in_charge()
    protected(found)
    with pytest.raises(OperationRefused, match="La casa non si deve dire") as refused:
        need(found.case)
    assert refused.value.field == "meeting_place"
    with pytest.raises(OperationRefused, match="protetto") as refused:
        need(found.case, meeting_place="In via degli Esempi, 1")
    assert refused.value.field == "meeting_place"
    assert need(found.case, meeting_place="Biblioteca").sheltered is True


def test_who_was_protected_since_is_not_proposed_to_anybody_at_home() -> None:
    found = family_in_charge()
    wanted, given = need(found.case), checked_offer()
    protected(found)
    with pytest.raises(OperationRefused, match="Ora qualcuno del nucleo è protetto"):
        ops.propose(need=wanted, offer=given, by=found.anna, at=NOW)


def test_who_was_protected_since_is_not_visited_on_more_days_until_they_meet_elsewhere() -> None:
    found = family_in_charge()
    match = accepted(need(found.case), checked_offer())
    later = Agreed(TUESDAY + timedelta(days=7), time(15), time(17))
    protected(found)
    with pytest.raises(OperationRefused, match="il volontario non deve andare a casa"):
        ops.plan_visits(match=match, agreed=later, by=found.anna, at=NOW)
    assert match.visits.count() == 1

    def elsewhere(place: str, who: str = cast.ANNA) -> Need:
        return ops.meet_elsewhere(need=match.need, meeting_place=place, by=cast.user(who), at=NOW)

    for place, words in ((" ", "dove si incontrano"), ("In via degli Esempi, 1", "protetto")):
        with pytest.raises(OperationRefused, match=words) as refused:
            elsewhere(place)
        assert refused.value.field == "meeting_place"
    with pytest.raises(NotPermitted):
        elsewhere("Biblioteca", cast.GIULIA)
    row = elsewhere(" Biblioteca  comunale ")
    assert (row.meeting_place, row.sheltered) == ("Biblioteca comunale", True)
    ops.plan_visits(match=match, agreed=later, by=found.anna, at=NOW)
    assert match.visits.count() == 2


def test_a_home_written_before_as_the_place_to_meet_is_no_place_since_they_are_protected() -> None:
    found = family_in_charge()
    at_home = need(found.case, meeting_place="In via degli Esempi, 1")
    outside, nobody_s = need(found.case, meeting_place="Bar Esempio"), need()
    three = [at_home, outside, nobody_s]
    assert no_longer_at_home(three, TODAY) == set()
    protected(found)
    assert no_longer_at_home(three, TODAY) == {at_home.pk}
    with pytest.raises(OperationRefused, match="non deve andare a casa"):
        ops.propose(need=at_home, offer=checked_offer(), by=found.anna, at=NOW)


def test_where_they_meet_is_not_written_of_what_is_over() -> None:
    wanted = need()
    ops.withdraw_need(need=wanted, withdrawal="nobody", by=cast.user(cast.ANNA), at=NOW)
    with pytest.raises(OperationRefused, match="Non si cerca più nessuno"):
        ops.meet_elsewhere(need=wanted, meeting_place="Biblioteca", by=cast.user(cast.ANNA), at=NOW)


def test_only_those_who_work_on_the_case_write_its_needs_and_read_them() -> None:
    found = family_in_charge()
    wanted, open_to_all = need(found.case), need()
    for who in (cast.GIULIA, cast.DARIO, cast.BRUNO):
        with pytest.raises(NotPermitted):
            need(found.case, by=cast.user(who))
    seen = {
        who: set(Need.objects.visible_to(cast.user(who)))
        for who in (cast.ANNA, cast.CARLA, cast.GIULIA, cast.DARIO, cast.BRUNO, cast.ZENO)
    }
    assert seen == {
        cast.ANNA: {wanted, open_to_all}, cast.CARLA: {wanted, open_to_all}, cast.GIULIA: {open_to_all},
        cast.DARIO: {open_to_all}, cast.BRUNO: set(), cast.ZENO: set(),
    }  # fmt: skip
    with pytest.raises(NotPermitted):
        ops.withdraw_need(need=wanted, withdrawal="nobody", by=dario(), at=NOW)


def test_a_case_does_not_close_while_somebody_is_looked_for() -> None:
    from accanto.casework.cases.blockers import open_things

    found = family_in_charge()
    wanted = need(found.case)
    told = [words for words in open_things(found.case) if "volontario" in words]
    assert told == ["Si cerca ancora un volontario: «Una persona anziana sola vorrebbe compagnia»."]
    ops.withdraw_need(need=wanted, withdrawal="no_longer", by=found.anna, at=NOW)
    assert [words for words in open_things(found.case) if "volontario" in words] == []


# ---------------------------------------------------------------- who answers it
def test_reasons_are_said_for_what_fits_and_for_what_does_not() -> None:
    wanted = need()
    near = checked_offer()
    far = checked_offer(by_whom=giver("Ugo Lontani", home="Quarrata"), municipalities=[town("Montale")])
    evening = HoursFacts([2], time(20), time(22))
    late = checked_offer(by_whom=giver("Ada Serali"), hours=[evening])
    offer(giver("Ivo Nuovi"))
    offer(giver("Rita Vestiti"), kind="clothes", hours=[])
    told = said_of(wanted)
    assert list(told) == [near.giver.name, late.giver.name, far.giver.name, "Ivo Nuovi"]
    assert told["Ida Volontari"] == (
        ["sta a Pistoia", "può: martedì 15–17", "le verifiche sono tutte in regola"], [], [],
    )  # fmt: skip
    assert told["Ada Serali"][1] == ["offre altre ore: martedì 20–22"]
    assert told["Ugo Lontani"][1] == ["tra i comuni non c’è Pistoia"]
    assert told["Ivo Nuovi"][2] == ["manca «Colloquio di conoscenza»", "manca «Assicurazione del volontario»"]


def test_a_check_that_is_missing_or_over_stops_the_proposal_and_says_which() -> None:
    found = family_in_charge()
    wanted, given = need(found.case, minors=True), offer()
    check(given.giver, "interview")
    check(given.giver, "insurance", done_on=date(2025, 6, 1))
    with pytest.raises(OperationRefused, match="Ida Volontari non si può proporre") as refused:
        ops.propose(need=wanted, offer=given, by=found.anna, at=NOW)
    assert list(refused.value.missing) == [
        "«Assicurazione del volontario» valeva fino al 1°\N{NO-BREAK SPACE}giugno\N{NO-BREAK SPACE}2026: va rifatta",
        "manca «Certificato penale per chi sta con minori»",
    ]
    assert Match.objects.count() == 0
    check(given.giver, "insurance", "criminal_record")
    assert ops.propose(need=wanted, offer=given, by=found.anna, at=NOW).state == "proposed"


def test_an_offer_that_is_over_ended_or_another_kind_is_refused() -> None:
    found = family_in_charge()
    wanted = need(found.case)
    over = checked_offer(at=NOW - timedelta(days=30), last_day=TODAY - timedelta(days=1))
    ended = checked_offer(by_whom=giver("Eva Finiti"))
    ops.end_offer(offer=ended, reason="Parte", by=dario(), at=NOW)
    other = offer(giver("Rita Vestiti"), kind="clothes", hours=[])
    for row, words in ((over, "valeva fino al"), (ended, "già chiusa"), (other, "un’altra cosa")):
        with pytest.raises(OperationRefused, match=words):
            ops.propose(need=wanted, offer=row, by=found.anna, at=NOW)


def test_what_is_accepted_is_planned_done_and_the_need_is_met() -> None:
    found = family_in_charge()
    given = checked_offer()
    agreed = Agreed(TUESDAY, time(15), time(17), times=3)
    match = accepted(need(found.case), given, agreed=agreed)
    given.refresh_from_db()
    assert (match.need.state, given.taken, given.free) == ("covered", 1, 0)
    days = [TUESDAY + timedelta(days=7 * n) for n in range(3)]
    assert list(match.visits.values_list("day", flat=True)) == days
    visit = match.visits.first()
    assert visit is not None
    with pytest.raises(OperationRefused, match="non è ancora venuto"):
        ops.settle_visit(visit=visit, outcome="done", minutes=60, by=found.anna, at=NOW)
    after = NOW + timedelta(days=8)
    with pytest.raises(OperationRefused) as refused:
        ops.settle_visit(visit=visit, outcome="done", by=found.anna, at=after)
    assert refused.value.field == "minutes"
    done(match)
    with pytest.raises(OperationRefused):
        done(match)
    second = match.visits.order_by("day")[1]
    with pytest.raises(OperationRefused) as refused:
        ops.settle_visit(visit=second, outcome="missed", by=found.anna, at=after + timedelta(days=7))
    assert refused.value.field == "told"
    with pytest.raises(OperationRefused, match="giorni passati"):
        ops.finish_match(match=match, note="", by=found.anna, at=after + timedelta(days=7))
    ops.settle_visit(
        visit=second, outcome="missed", told="Influenza", by=found.anna, at=after + timedelta(days=7)
    )
    over = ops.finish_match(match=match, note="", by=found.anna, at=after + timedelta(days=7))
    given.refresh_from_db()
    assert (over.need.state, over.visits.count(), given.taken) == ("met", 2, 0)


def test_a_no_leaves_the_need_open_and_is_remembered() -> None:
    found = family_in_charge()
    wanted, given = need(found.case), checked_offer()
    made = ops.propose(need=wanted, offer=given, by=found.anna, at=NOW)
    with pytest.raises(OperationRefused, match="già stata proposta"):
        ops.propose(need=wanted, offer=given, by=found.anna, at=NOW)
    ops.decline(match=made, answered_on=TODAY, note="È in viaggio", by=found.anna, at=NOW)
    with pytest.raises(OperationRefused):
        ops.decline(match=made, answered_on=TODAY, by=found.anna, at=NOW)
    wanted.refresh_from_db()
    assert wanted.state == "open"
    assert said_of(wanted)["Ida Volontari"][1][0].startswith("ha detto di no")


def test_days_out_of_the_offer_of_the_need_or_of_a_check_are_refused() -> None:
    found = family_in_charge()
    given = checked_offer(last_day=TUESDAY + timedelta(days=7))
    made = ops.propose(need=need(found.case), offer=given, by=found.anna, at=NOW)

    def say_yes(agreed: Agreed) -> None:
        ops.accept(match=made, agreed=agreed, answered_on=TODAY, by=found.anna, at=NOW)

    for agreed, field in (
        (Agreed(TODAY - timedelta(days=1)), "first_day"),
        (Agreed(TUESDAY, time(23), time(1)), "ends"),
        (Agreed(TUESDAY, times=3), "first_day"),
        (Agreed(TUESDAY, times=99), "times"),
    ):
        with pytest.raises(OperationRefused) as refused:
            say_yes(agreed)
        assert refused.value.field == field
    GiverCheck.objects.filter(code="insurance").update(last_day=TUESDAY)
    with pytest.raises(OperationRefused, match="Rifai la verifica") as refused:
        say_yes(Agreed(TUESDAY, times=2))
    assert refused.value.field == "times"
    say_yes(Agreed(TUESDAY))


def test_things_that_were_given_do_not_come_back() -> None:
    found = family_in_charge()
    given = offer(kind="toys", hours=[], capacity=3)
    match = accepted(need(found.case, kind="toys", pieces=2, hours=None), given, agreed=Agreed(TODAY))
    given.refresh_from_db()
    assert given.free == 1
    more = need(found.case, kind="toys", pieces=2, hours=None)
    with pytest.raises(OperationRefused, match="ne resta solo 1"):
        ops.propose(need=more, offer=given, by=found.anna, at=NOW)
    ops.settle_visit(visit=match.visits.get(), outcome="done", by=found.anna, at=NOW)
    match.refresh_from_db()
    given.refresh_from_db()
    assert (match.state, match.kept, match.need.state, given.free) == ("finished", True, "met", 1)


def test_whoever_is_second_is_told_so_and_the_database_refuses_too() -> None:
    found = family_in_charge()
    given = checked_offer()
    first, second = (
        ops.propose(need=need(found.case), offer=given, by=found.anna, at=NOW) for _n in range(2)
    )
    ops.accept(match=first, agreed=Agreed(TUESDAY), answered_on=TODAY, by=found.anna, at=NOW)
    with pytest.raises(OfferTaken, match="presa per altri"):
        ops.accept(match=second, agreed=Agreed(TUESDAY), answered_on=TODAY, by=found.anna, at=NOW)
    with pytest.raises(DatabaseError, match="never_more_taken_than_offered"), transaction.atomic():
        Match.objects.filter(pk=second.pk).update(state="accepted", answered_on=TODAY, answered_by=found.anna)


# ---------------------------------------------------------------- thanks
def test_the_letter_thanks_for_days_and_hours_and_never_says_for_whom() -> None:
    found = family_in_charge("Campioni")
    given = checked_offer()
    with pytest.raises(OperationRefused, match="non c’è ancora di che ringraziare"):
        ops.thank(giver=given.giver, words="", by=dario(), at=NOW)
    match = accepted(need(found.case, first_name="Lucia"), given)
    done(match)
    after = moment(TUESDAY + timedelta(days=1))
    with pytest.raises(OperationRefused, match="Campioni") as refused:
        ops.thank(giver=given.giver, words="Da parte della famiglia Campioni", by=dario(), at=after)
    assert refused.value.field == "words"
    letter = ops.thank(giver=given.giver, words="A presto.", by=dario(), at=after)
    assert (letter.minutes, letter.times, letter.first_day, letter.last_day) == (120, 1, TUESDAY, TUESDAY)
    assert content_of(letter.document).startswith(b"%PDF")
    with pytest.raises(OperationRefused, match="Dall’ultima lettera"):
        ops.thank(giver=given.giver, words="", by=dario(), at=after)


def test_what_the_letter_is_made_of_holds_no_name() -> None:
    from accanto.access.offers.letter import given_by, letter_data

    found = family_in_charge("Campioni")
    given = checked_offer()
    done(accepted(need(found.case, first_name="Lucia", meeting_place="Bar Esempio"), given))
    whom = Giver.objects.get()
    facts = given_by(whom)
    assert facts is not None
    told = str(letter_data(whom, facts, "", found.anna, NOW))
    assert "Compagnia: 1 volta, 2 ore." in told
    for secret in ("Campioni", "Lucia", "Bar Esempio", found.case.number):
        assert secret not in told
