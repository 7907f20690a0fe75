"""A citizen offers company on Tuesday afternoons; an elderly person gets it; the letter that thanks names nobody."""

from datetime import timedelta

import pytest

from tests import cast
from tests.house import House
from tests.journeys.conftest import Seat
from tests.journeys.desk import Desk
from tests.journeys.situations import prepare
from tests.present import NOW, TODAY

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TUESDAY = TODAY + timedelta(days=(2 - TODAY.isoweekday()) % 7 or 7)
WHAT = "Una persona anziana sola vorrebbe compagnia"


def offer_company(desk: Desk) -> str:
    desk.open("/volontari/")
    desk.sees("Nessuno ha ancora offerto nulla")
    desk.follow("Nuova offerta")
    desk.heading("Nuova offerta")
    desk.write("Nome e cognome", "Ida Volontari")
    desk.choose("Dove abita", "Pistoia")
    desk.write("Telefono", "0573 555 010")
    desk.choose("Che cos’è", "Compagnia")
    desk.write("In poche parole", "Compagnia e una passeggiata")
    desk.tick("weekdays", "2")
    desk.field("starts").fill("22:00")
    desk.field("ends").fill("01:00")
    desk.press("Registra l’offerta")
    desk.sees("a cavallo della mezzanotte")
    desk.field("starts").fill("15:00")
    desk.field("ends").fill("18:00")
    desk.press("Registra l’offerta")
    desk.heading("Compagnia e una passeggiata")
    desk.sees("D.Lgs. 117/2017, art. 18")
    return desk.id_here()


def record_check(desk: Desk, offer: str, name: str) -> None:
    desk.open(f"/volontari/{offer}/")
    row = desk.page.locator("tr").filter(has_text=name)
    row.get_by_role("link", name="Fatto…").click()
    desk.press("Registra")
    desk.heading("Compagnia e una passeggiata")


def write_need(desk: Desk, case: str) -> None:
    desk.open(f"/casi/{case}/")
    desk.follow("cerca qualcuno")
    desk.follow("Cerca un volontario")
    desk.choose("Che cos’è", "Compagnia")
    desk.write("Che cosa serve, senza nomi", f"{WHAT}: Lucia Campioni")
    desk.tick("weekdays", "2")
    desk.field("starts").fill("15:00")
    desk.field("ends").fill("17:00")
    desk.choose("Dove", "Pistoia")
    desk.write("Nome da dire al volontario", "Lucia")
    desk.press("Cerca qualcuno")
    desk.sees("Le parole nominano")
    desk.write("Che cosa serve, senza nomi", WHAT)
    desk.press("Cerca qualcuno")
    desk.heading(WHAT)


def test_from_the_offer_to_the_letter_that_thanks(seat: Seat, house: House) -> None:
    house.move_to(NOW)
    made = prepare(house, "a_family_to_visit")
    dario, anna = seat(cast.DARIO), seat(cast.ANNA)
    dario.foreseen |= {422, 404}
    anna.foreseen |= {422}
    offer = offer_company(dario)

    write_need(anna, made["case"])
    need = anna.path
    anna.sees("Non si possono proporre")
    anna.sees("manca «Colloquio di conoscenza»; manca «Assicurazione del volontario»")
    assert anna.page.get_by_role("button", name="Proponi").count() == 0
    assert dario.status_of(need) == 404

    record_check(dario, offer, "Colloquio di conoscenza")
    record_check(dario, offer, "Assicurazione del volontario")
    anna.open(need)
    anna.sees("Vanno bene")
    anna.sees("può: martedì 15–17")
    anna.press("Proponi")
    anna.sees("nome: Lucia")
    anna.follow("Scrivi la risposta")
    anna.sees("0573 555 010", within=".ac-aside")
    anna.pick("Il volontario ha detto", "sì")
    anna.write_day("Primo giorno concordato", TUESDAY)
    anna.press("Scrivi la risposta")
    anna.sees("Ha detto di sì")
    anna.open("/volontari/calendario/")

    house.move_to(NOW + (TUESDAY - TODAY) + timedelta(hours=8))
    anna.open(need)
    anna.follow("Com’è andata")
    anna.pick("Com’è andata", "fatto")
    anna.press("Registra")
    anna.sees("2 ore")
    anna.follow("Concludi")
    anna.press("Concludi")
    anna.sees("Soddisfatto")

    dario.open(f"/volontari/{offer}/")
    dario.sees("1 volta dall’ultima lettera, 2 ore in tutto")
    dario.follow("Ringrazia")
    dario.sees("Compagnia: 1 volta, 2 ore.")
    dario.press("Prepara la lettera")
    dario.sees("La lettera è pronta")
    letter = dario.file("Lettera del")
    assert letter.startswith(b"%PDF")
    assert WHAT not in dario.reads()
