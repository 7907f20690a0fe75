"""The pages of the volunteers: who sees what, what is asked of the database, what is refused in words."""

from datetime import time, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accanto.access.offers import operations as ops
from accanto.access.offers.duties import visits_duty
from accanto.access.offers.models import Giver, Need, Offer
from accanto.access.offers.operations import Agreed
from accanto.access.offers.queries.figures import counts
from accanto.people.persons.models import Person
from accanto.territory.bodies.models import Office
from tests import cast
from tests.access.offers.samples import (
    accepted,
    checked_offer,
    done,
    giver,
    need,
    offer,
    protected,
    town,
    volunteers_of,
)
from tests.scenarios import NOW, TODAY, family_in_charge

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _morning() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def client_of(who: str) -> Client:
    client = Client()
    client.force_login(cast.user(who))
    return client


def asked(path: str, who: str = cast.ANNA) -> int:
    client = client_of(who)
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len([one for one in queries.captured_queries if "SAVEPOINT" not in one["sql"]])


def offer_form(**changes: Any) -> dict[str, Any]:
    return {
        "giver_kind": "person", "name": "Ida Volontari", "town": str(town().pk), "phone": "0573 555 010",
        "informed_on": TODAY.isoformat(), "kind": "company", "what": "Compagnia", "capacity": "1", "weekdays": ["2"],
        "starts": "15:00", "ends": "18:00", "first_day": TODAY.isoformat(), **changes,
    }  # fmt: skip


def need_form(**changes: Any) -> dict[str, Any]:
    office = Office.objects.get(code="polo-pistoia-nord")
    return {
        "kind": "company", "what": "Compagnia a una persona sola", "first_day": TODAY.isoformat(),
        "municipality": str(town().pk), "office": str(office.pk), "urgency": "ordinary", **changes,
    }  # fmt: skip


def test_an_offer_is_written_on_one_page_and_what_is_wrong_keeps_the_words() -> None:
    client = client_of(cast.DARIO)
    wrong = client.post("/volontari/nuova/", offer_form(ends="02:00"))
    page = wrong.content.decode()
    assert (wrong.status_code, Offer.objects.count(), Giver.objects.count()) == (422, 0, 0)
    assert "a cavallo della mezzanotte" in page
    assert "Ida Volontari" in page
    half = client.post("/volontari/nuova/", offer_form(weekdays=[])).content.decode()
    assert "Scegli in quali giorni" in half
    made = client.post("/volontari/nuova/", offer_form(), follow=True)
    row = Offer.objects.get()
    assert made.redirect_chain[-1][0] == f"/volontari/{row.pk}/"
    assert "D.Lgs. 117/2017, art. 18" in made.content.decode()
    assert "a memoria" in made.content.decode()
    again = client.post(
        "/volontari/nuova/", offer_form(giver=str(row.giver_id), name="", phone="", kind="translation")
    )
    assert (again.status_code, Giver.objects.count(), Offer.objects.count()) == (302, 1, 2)


def test_a_form_sent_twice_is_one_offer() -> None:
    client = client_of(cast.DARIO)
    sent = offer_form(once="x" * 32)
    for _n in range(2):
        client.post("/volontari/nuova/", sent)
    assert Offer.objects.count() == 1


def test_an_offer_is_changed_on_its_page_and_whoever_is_second_keeps_their_words() -> None:
    row = offer()
    client = client_of(cast.DARIO)
    url = reverse("offer_change", args=[row.pk])
    form = client.get(url).context["form"]
    assert (form["weekdays"].value(), form["what"].value(), form["revision"].value()) == (
        ["2"], "Compagnia e una passeggiata", 1,
    )  # fmt: skip
    sent = {
        "kind": "company", "what": "Compagnia e carte", "capacity": "2", "first_day": "2026-11-23",
        "weekdays": ["2"], "starts": "15:00", "ends": "17:00", "revision": "1",
    }  # fmt: skip
    assert client.post(url, sent).headers["Location"] == reverse("offer", args=[row.pk])
    second = client.post(url, {**sent, "what": "Compagnia e lettura"})
    page = second.content.decode()
    assert second.status_code == 422
    assert "Com’è adesso" in page
    assert "Compagnia e carte" in page
    assert "Compagnia e lettura" in page
    again = {
        **sent,
        "what": "Compagnia e lettura",
        "revision": str(second.context["form"]["revision"].value()),
    }
    assert client.post(url, again).status_code == 302
    row.refresh_from_db()
    assert (row.what, row.capacity, row.revision) == ("Compagnia e lettura", 2, 3)


def test_the_list_is_narrowed_by_kind_town_day_and_state() -> None:
    offer(giver("Ida Pistoiesi"), what="Martedì ovunque")
    offer(giver("Ugo Quarratini"), what="Solo Quarrata", municipalities=[town("Quarrata")], hours=[])
    over = offer(
        giver("Eva Passati"), what="Finita", at=NOW - timedelta(days=60), last_day=TODAY - timedelta(days=1)
    )
    client = client_of(cast.ANNA)

    def told(**asked: str) -> set[str]:
        page = client.get("/volontari/", asked).content.decode()
        return {what for what in ("Martedì ovunque", "Solo Quarrata", "Finita") if what in page}

    assert told() == {"Martedì ovunque", "Solo Quarrata"}
    assert told(stato="tutte") == {"Martedì ovunque", "Solo Quarrata", over.what}
    assert told(comune=str(town().pk)) == {"Martedì ovunque"}
    assert told(giorno="5") == {"Solo Quarrata"}
    assert told(cosa="food") == set()
    file = client.get("/volontari/", {"formato": "csv", "stato": "tutte"})
    assert b"".join(file.streaming_content).count(b"Ugo Quarratini") == 1  # type: ignore[attr-defined]


def test_the_pages_ask_as_much_however_many_there_are() -> None:
    found = family_in_charge()
    things = volunteers_of(found)

    def pages() -> list[int]:
        return [
            asked(page)
            for page in (
                "/volontari/", f"/volontari/{things['offer']}/", "/volontari/bisogni/",
                f"/volontari/bisogni/{things['need']}/", "/volontari/calendario/",
                f"/volontari/caso/{found.case.pk}/",
            )
        ]  # fmt: skip

    few = pages()
    for number in range(3):
        row = checked_offer(giver(f"Altra {number}"))
        accepted(need(found.case, hours=None), row, agreed=Agreed(TODAY))
    assert pages() == few
    assert few == [10, 12, 7, 18, 8, 12]


def test_the_desk_reads_nothing_of_a_need_of_a_case() -> None:
    found = family_in_charge("Campioni")
    things = volunteers_of(found)
    desk = client_of(cast.DARIO)
    assert desk.get(f"/volontari/bisogni/{things['need']}/").status_code == 404
    for page in ("/volontari/bisogni/", "/volontari/calendario/", f"/volontari/{things['offer']}/"):
        told = desk.get(page).content.decode()
        assert "Campioni" not in told
        assert "passeggiata" not in told or page.startswith(f"/volontari/{things['offer']}")
    card = desk.get(f"/volontari/{things['offer']}/").content.decode()
    assert "1 in più è per qualcuno che non segui tu" in card
    assert "Una persona anziana sola" not in card


def test_a_need_of_a_case_begins_on_its_page_and_shows_who_fits() -> None:
    found = family_in_charge("Campioni")
    checked_offer()
    client = client_of(cast.ANNA)
    case = client.get(f"/casi/{found.case.pk}/").content.decode()
    assert f'href="/volontari/caso/{found.case.pk}/"' in case
    tab = client.get(f"/volontari/caso/{found.case.pk}/").content.decode()
    assert f'href="/volontari/bisogni/nuovo/?caso={found.case.pk}"' in tab
    address = f"/volontari/bisogni/nuovo/?caso={found.case.pk}"
    named = client.post(address, need_form(what="Compagnia a Lucia Campioni"))
    assert named.status_code == 422
    assert "nominano" in named.content.decode()
    made = client.post(address, need_form(first_name="Lucia", meeting_place="Bar Esempio"), follow=True)
    page = made.content.decode()
    row = Need.objects.get()
    assert (row.case, "Ida Volontari" in page, "Vanno bene" in page) == (found.case, True, True)
    proposed = client.post(
        reverse("offer_propose", args=[row.pk]), {"offer": str(Offer.objects.get().pk)}, follow=True
    ).content.decode()
    assert "nome: Lucia" in proposed
    assert "si incontrano qui: Bar Esempio" in proposed
    assert "Via degli Esempi" not in proposed
    assert client.get(f"/volontari/bisogni/nuovo/?caso={found.case.pk}x").status_code == 200
    assert client_of(cast.GIULIA).get(address).status_code == 404


def test_who_was_protected_since_is_shown_in_red_until_a_place_to_meet_is_written() -> None:
    found = family_in_charge("Campioni")
    match = accepted(need(found.case), checked_offer(), agreed=Agreed(TODAY, times=2))
    client, address = client_of(cast.ANNA), f"/volontari/bisogni/{match.need_id}/"
    week = "/volontari/calendario/"
    for page in (address, week):
        assert "a casa" not in client.get(page).content.decode()
    protected(found)
    shown = client.get(address).content.decode()
    assert "A casa non si devono più incontrare" in shown
    assert "In calendario ci sono ancora 2 giorni (il primo: oggi): chiama Ida Volontari" in shown
    assert client.get(week).content.decode().count("non a casa: accordarsi su un luogo") == 2
    refused = client.post(
        reverse("offer_plan", args=[match.pk]),
        {"first_day": (TODAY + timedelta(days=8)).isoformat(), "times": "1"},
    )
    assert (refused.status_code, match.visits.count()) == (422, 2)
    assert "il volontario non deve andare a casa" in refused.content.decode()

    place = reverse("volunteer_need_place", args=[match.need_id])
    assert f'href="{place}"' in shown
    home = client.post(place, {"meeting_place": "Via degli Esempi 1"})
    assert (home.status_code, "indirizzo o un telefono protetto" in home.content.decode()) == (422, True)
    told = client.post(place, {"meeting_place": "Biblioteca"}, follow=True).content.decode()
    assert ("si incontrano qui: Biblioteca" in told, "più incontrare" in told) == (True, False)
    assert "non a casa" not in client.get(week).content.decode()


def test_whoever_follows_the_need_reads_at_home_who_comes_today_and_tomorrow() -> None:
    found = family_in_charge("Campioni")
    accepted(need(found.case), checked_offer(), agreed=Agreed(TODAY, time(15), time(17), times=4))
    lines = (
        "Oggi, 15:00–17:00: Compagnia · Ida Volontari, a Pistoia",
        "Domani, 15:00–17:00: Compagnia · Ida Volontari, a Pistoia",
    )
    assert [(one.lines, one.tag) for one in visits_duty(found.anna, TODAY)] == [(lines, "1 oggi")]
    assert lines[0] in client_of(cast.ANNA).get("/", follow=True).content.decode()
    for who in (cast.LUCA, cast.CARLA, cast.DARIO, cast.ZENO):
        assert visits_duty(cast.user(who), TODAY) == []
    with CaptureQueriesContext(connection) as queries:
        visits_duty(cast.user(cast.ANNA), TODAY)
    # One; the others read the account.
    assert len([one for one in queries.captured_queries if "offers_visit" in one["sql"]]) == 1


def test_a_letter_is_downloaded_and_names_nobody_on_the_card() -> None:
    found = family_in_charge("Campioni")
    given = checked_offer()
    match = accepted(need(found.case), given, agreed=Agreed(TODAY))
    ops.settle_visit(visit=match.visits.get(), outcome="done", minutes=90, by=found.anna, at=NOW)
    client = client_of(cast.DARIO)
    page = client.get(f"/volontari/chi/{given.giver_id}/grazie/").content.decode()
    assert "Compagnia: 1 volta, 1 ora e 30 minuti." in page
    made = client.post(f"/volontari/chi/{given.giver_id}/grazie/", {"words": ""}, follow=True)
    letter = given.giver.thanks.get()
    served = client.get(f"/volontari/grazie/{letter.pk}/lettera.pdf")
    assert f"/volontari/grazie/{letter.pk}/lettera.pdf" in made.content.decode()
    assert served.content.startswith(b"%PDF")
    assert client.get(f"/documenti/{letter.document_id}/").status_code == 404


def test_figures_hide_what_was_done_for_fewer_than_five() -> None:
    found = family_in_charge()
    for number in range(5):
        row = checked_offer(giver(f"Volontari {number}"))
        done(accepted(need(found.case), row), minutes=60)
    lone = offer(giver("Rita Vestiti"), kind="clothes", hours=[])
    clothes = accepted(need(found.case, kind="clothes", hours=None), lone, agreed=Agreed(TODAY))
    ops.settle_visit(visit=clothes.visits.get(), outcome="done", by=found.anna, at=NOW)
    ops.withdraw_need(
        need=need(found.case, kind="food", hours=None), withdrawal="nobody", by=found.anna, at=NOW
    )
    last = TODAY + timedelta(days=10)
    told = counts(TODAY, last, TODAY)
    assert dict(told.of("times")) == {"company": 5, "clothes": 1}
    assert dict(told.of("unmet")) == {"food": 1}
    asked_days = {"dal": TODAY.isoformat(), "al": last.isoformat()}
    planner = client_of(cast.MARCO).get("/volontari/dati/", asked_days).content.decode()
    assert "meno di 5" in planner
    assert "5 ore" in planner
    coordinator = client_of(cast.CARLA).get("/volontari/dati/", asked_days).content.decode()
    assert "meno di 5" not in coordinator
    assert client_of(cast.ANNA).get("/volontari/dati/").status_code == 403


def test_strange_weeks_and_offers_are_answered_in_words() -> None:
    client = client_of(cast.ANNA)
    for asked_day in ("ieri", "2026-02-30", "0001-01-01", "9999-12-31", ""):
        assert client.get("/volontari/calendario/", {"dal": asked_day}).status_code == 200
    row = need()
    assert client.post(reverse("offer_propose", args=[row.pk]), {"offer": "x"}).status_code == 404


def test_a_volunteer_changes_their_contacts_and_leaves() -> None:
    row = offer()
    client = client_of(cast.DARIO)
    people = Person.objects.count()
    sent = {
        "giver_kind": "person", "name": "Ida Volontari", "town": str(town("Quarrata").pk), "phone": "",
        "email": "ida@esempio.it", "informed_on": TODAY.isoformat(),
    }  # fmt: skip
    assert client.post(f"/volontari/chi/{row.giver_id}/", sent).status_code == 302
    row.giver.refresh_from_db()
    assert (row.giver.email, row.giver.phone, row.giver.municipality) == (
        "ida@esempio.it",
        "",
        town("Quarrata"),
    )
    refused = client.post(f"/volontari/chi/{row.giver_id}/dimentica/", {"x": "1"})
    assert (refused.status_code, "offerte ancora aperte" in refused.content.decode()) == (422, True)
    assert client.post(f"/volontari/{row.pk}/fine/", {"reason": "Parte"}).status_code == 302
    assert client.post(f"/volontari/chi/{row.giver_id}/dimentica/", {"x": "1"}).status_code == 302
    assert client.get(f"/volontari/chi/{row.giver_id}/").status_code == 404
    assert client.get(f"/volontari/{row.pk}/").status_code == 200
    assert Person.objects.count() == people


def test_the_card_counts_every_visit_of_today_also_those_that_it_does_not_list() -> None:
    found = family_in_charge("Campioni")
    for hour in range(9, 16):
        accepted(need(found.case), checked_offer(), agreed=Agreed(TODAY, time(hour), time(hour + 1), times=1))
    (card,) = visits_duty(found.anna, TODAY)
    assert (len(card.lines), card.lines[-1], card.tag) == (7, "E altri: vedi il calendario.", "7 oggi")


def test_where_they_meet_is_changed_from_what_stands_there() -> None:
    found = family_in_charge("Campioni")
    row = need(found.case)
    type(row).objects.filter(pk=row.pk).update(meeting_place="Biblioteca degli Esempi")
    shown = client_of(cast.ANNA).get(reverse("volunteer_need_place", args=[row.pk]))
    assert shown.context["form"]["meeting_place"].value() == "Biblioteca degli Esempi"
