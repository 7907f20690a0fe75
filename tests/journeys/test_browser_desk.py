"""A walk-in becomes a contact, a signposting and, next week, a case; and a contact takes few keys and few requests."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, Request

from tests import cast
from tests.house import House
from tests.journeys import situations, steps
from tests.journeys.conftest import Seat
from tests.journeys.keys import Keys
from tests.present import NOW

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LATER = NOW + timedelta(days=7)


def test_a_walk_in_becomes_a_contact_a_signposting_and_next_week_a_case(seat: Seat, house: House) -> None:
    house.move_to(NOW)
    situations.prepare(house, "desk_with_a_service")
    dario = seat(cast.DARIO)

    # The number, and the call.
    dario.open("/sportello/")
    dario.write("Prime parole", "con un passeggino", within="aside")
    dario.press("Dai il numero", within="aside")
    dario.sees("con un passeggino")
    dario.press("Chiama il prossimo")
    dario.sees("Hai chiamato")
    screen = dario.page.locator("aside").get_by_role("link", name="Numeri per la sala d’attesa")
    address = screen.get_attribute("href")
    assert address
    dario.press("È qui: scrivi il contatto")

    # One page: somebody new, two needs, a service of the directory, a taking in charge for later.
    dario.heading("Nuovo contatto")
    dario.write("Chi chiede", "ida fittizi 80")
    dario.sees("Nessuno per «ida fittizi 80»")
    dario.page.locator("main summary").filter(has_text="Nuova persona").click()
    dario.field("new_person_first").fill("Ida")
    dario.field("new_person_last").fill("Fittizi")
    dario.field("new_person_born").fill("1980-02-29")
    dario.press("Scrivi la persona")
    dario.page.locator("#who-person .dk-chosen").get_by_text("Ida Fittizi").wait_for()
    dario.pick("Bisogni", "Casa: cercarla, tenerla, adattarla")
    dario.write("Che cosa chiede", "Il proprietario rivuole la casa a gennaio.")
    dario.write("Note di ascolto", "Ha paura di restare in strada.")
    dario.pick("Che cosa ne è venuto", "orientamento a un servizio")
    dario.page.get_by_label("Agenzia della casa di prova").check()
    dario.pick("Che cosa ne è venuto", "presa in carico")
    dario.press("Registra il contatto")
    dario.heading("Ida Fittizi")
    dario.sees("Ha paura di restare in strada.")
    dario.sees("Agenzia della casa di prova")
    contact = dario.path

    # The room sees numbers alone, and needs no log-in.
    room = dario.context.browser.new_context(locale="it-IT").new_page()  # type: ignore[union-attr]
    room.goto(house.url + address)
    assert "Ida" not in room.content()
    assert "1" in room.locator("#dk-numbers").inner_text()
    room.context.close()

    # Going back and sending again is still one contact.
    dario.foreseen.add(409)
    dario.open("/sportello/registro/")
    assert dario.reads().count("Ida Fittizi") == 1

    # Next week: proposed to the unit, accepted, read in the case.
    house.move_to(LATER)
    dario = seat(cast.DARIO)
    dario.open(contact)
    dario.follow("Proponi all’unità")
    dario.write("Perché l’unità dovrebbe prenderla in carico", "Sfratto a gennaio, due figli.")
    dario.press("Manda la proposta")
    dario.sees("Polo Pistoia Nord", within="aside")
    carla = seat(cast.CARLA)
    carla.open("/sportello/prese-in-carico/")
    carla.follow("Ida Fittizi")
    assert "Ha paura di restare in strada." not in carla.reads()
    carla.choose("Chi segue questa persona", "Anna Prova")
    carla.press("Prendi in carico")
    carla.heading("Nucleo Fittizi")

    anna = seat(cast.ANNA)
    anna.open("/casi/")
    anna.follow("Fittizi")
    anna.heading("Nucleo Fittizi")
    anna.sees("Sportello immigrati della zona")
    steps.open_tab(anna, anna.id_here(), "Contatti")
    anna.follow("Sportello immigrati della zona")
    anna.sees("Ha paura di restare in strada.")


class Counter:
    """Keys pressed and requests sent for pages and parts of pages; drafts that save themselves are told apart."""

    def __init__(self, page: Page) -> None:
        self.page, self.keys = page, 0
        self.asked: list[str] = []
        page.on("request", self._asked)

    def _asked(self, request: Request) -> None:
        if request.resource_type in {"document", "xhr", "fetch"} and "/bozze/" not in request.url:
            self.asked.append(f"{request.method} {request.url.split('/', 3)[-1].split('?')[0]}")

    def press(self, key: str, times: int = 1) -> None:
        for _one in range(times):
            self.page.keyboard.press(key)
            self.keys += 1

    def type(self, words: str) -> None:
        """Faster than the page waits before it searches, on whatever machine: one search for all the words."""
        self.page.keyboard.insert_text(words)
        self.keys += len(words)


def test_an_anonymous_contact_takes_a_dozen_keys_and_three_requests(seat: Seat, house: House) -> None:
    house.move_to(NOW)
    situations.prepare(house, "desk_with_a_service")
    dario = seat(cast.DARIO)
    dario.open("/sportello/")
    dario.page.get_by_role("link", name="Nuovo contatto").focus()
    told = Counter(dario.page)
    hands = Keys(dario)
    told.press("Enter")
    dario.heading("Nuovo contatto")
    dario.page.locator("#id_q_person:focus").wait_for()
    told.press("Tab", 4)  # for whom, how, language, needs
    assert hands.look().field == "needs"
    told.press("c")  # «Cibo»
    told.press("Space")
    told.press("Tab", 3)  # what is asked, listening, what came of it
    assert hands.look().field == "outcomes"
    told.press("Space")
    told.press("Control+Enter")
    dario.heading("Anonimo")
    dario.sees("Cibo e beni di prima necessità")
    assert (told.keys, len(told.asked)) == (12, 3), told.asked


def test_a_later_answer_does_not_take_what_was_found_from_under_the_hands(seat: Seat, house: House) -> None:
    house.move_to(NOW)
    situations.prepare(house, "desk_with_a_service")
    dario = seat(cast.DARIO)
    dario.open("/sportello/")
    dario.follow("Nuovo contatto")
    page = dario.page
    page.locator("#id_q_person:focus").wait_for()
    page.keyboard.insert_text("esem")
    page.locator("#found-person button").first.wait_for()
    page.keyboard.press("Enter")
    page.locator("#found-person button:focus").wait_for()
    with page.expect_response(lambda answer: "q_person=esempio" in answer.url):
        page.locator("#id_q_person").evaluate(
            "box => { box.value = 'esempio'; box.dispatchEvent(new Event('input', {bubbles: true})); }"
        )
    page.wait_for_timeout(200)  # long enough for a swap
    page.locator("#found-person button:focus").wait_for()
    page.keyboard.press("Enter")
    page.locator("#who-person .dk-chosen").wait_for()
    dario.sees("Ada Esempio")


def test_a_contact_of_a_known_person_with_a_signposting_stays_within_the_reviewed_keys(
    seat: Seat, house: House
) -> None:
    """At a slow three keys a second, with half a minute for listening, well under two minutes."""
    house.move_to(NOW)
    situations.prepare(house, "desk_with_a_service")
    dario = seat(cast.DARIO)
    dario.open("/sportello/")
    dario.page.get_by_role("link", name="Nuovo contatto").focus()
    told = Counter(dario.page)
    hands = Keys(dario)
    told.press("Enter")
    dario.heading("Nuovo contatto")
    dario.page.locator("#id_q_person:focus").wait_for()
    told.type("esempio")
    dario.page.locator("#found-person button").first.wait_for()
    told.press("Enter")  # to the first that was found
    told.press("Enter")
    dario.page.locator("#who-person .dk-chosen").wait_for()
    dario.page.locator("#who-person button:focus").wait_for()
    told.press("Tab", 4)
    assert hands.look().field == "needs"
    told.press("c", 2)  # «Casa»
    told.press("Space")
    told.press("Tab")
    told.type("Cerca un affitto")
    told.press("Tab", 2)
    told.press("o")  # «orientamento»
    told.press("Space")
    dario.page.locator("#entries-found input").first.wait_for()
    told.press("Tab", 2)
    assert hands.look().field == "entries"
    told.press("Space")
    told.press("Control+Enter")
    dario.heading("Ada Esempio")
    dario.sees("Agenzia della casa di prova")
    typed = len("esempio") + len("Cerca un affitto")
    assert (told.keys - typed, len(told.asked)) == (19, 6), told.asked
    assert told.keys / 3 + 30 < 120
