"""The same foreign person, met three times and spelt in three ways: written down twice too often, linked, then one of
them unlinked, because he is somebody else after all."""

import re

import pytest

from tests import cast
from tests.house import House
from tests.journeys.conftest import Seat
from tests.journeys.desk import Desk
from tests.present import NOW

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def look(desk: Desk, last: str, first: str, born: str, place: str = "Marocco") -> None:
    desk.open("/schede/nuova/")
    desk.page.get_by_label("Cognome").fill(last)
    desk.page.get_by_label("Nome", exact=True).fill(first)
    desk.page.get_by_label("Data di nascita", exact=True).fill(born)
    desk.page.get_by_label("Luogo di nascita").fill(place)
    desk.press("Cerca se è già conosciuta")


def write(desk: Desk, button: str, name: str) -> str:
    desk.press(button)
    desk.heading(name)
    return desk.id_here()


def link(desk: Desk, person: str, other: str) -> None:
    desk.open(f"/persone/{person}/")
    desk.follow("Cerca schede simili")
    desk.follow(f"Confronta: {other}")
    desk.pick("Che cosa dici?", "La stessa persona: collega le due schede")
    desk.page.get_by_label("Perché").fill("Ha mostrato il passaporto")
    desk.press("Registra")
    desk.sees("Collegate: ogni scheda resta com’è")


def test_three_spellings_of_one_person(seat: Seat, house: House) -> None:
    house.move_to(NOW)
    anna = seat(cast.ANNA)

    look(anna, "Bozzetti", "Mohamed", "1991-03-07")
    anna.sees("Nessuna persona simile tra quelle che vedi")
    first = write(anna, "Scrivi una scheda nuova", "Mohamed Bozzetti")

    look(anna, "Bozeti", "Muhammad", "1991-07-03")
    anna.sees("nome traslitterato: Muhammad / Mohamed")
    anna.sees("stessa data di nascita, giorno e mese scambiati")
    second = write(anna, "Nessuna di queste: scrivi una scheda nuova", "Muhammad Bozeti")

    look(anna, "Mohammed", "Bozzetti", "1991-03-07")
    anna.sees("nome e cognome scambiati")
    third = write(anna, "Nessuna di queste: scrivi una scheda nuova", "Bozzetti Mohammed")
    assert len({first, second, third}) == 3

    link(anna, first, "Muhammad Bozeti")
    link(anna, first, "Bozzetti Mohammed")
    anna.open(f"/persone/{second}/")
    anna.sees("Bozzetti Mohammed")
    anna.sees("tramite un’altra scheda")
    anna.open("/cerca/?q=bozzetti%20mohamed")
    assert len(re.findall(r"^Mohamed Bozzetti$", anna.reads(), re.MULTILINE)) == 1
    anna.sees("scritta anche")

    look(anna, "Bozzetti", "Mohamed", "1991-03-07")
    anna.sees("Scritta anche: Bozzetti Mohammed, Muhammad Bozeti")
    anna.follow("È lei: Mohamed Bozzetti")
    anna.follow("Sciogli: Bozzetti Mohammed")
    anna.foreseen.add(422)
    anna.press("Sono due persone")
    anna.sees("Scrivi qui")
    anna.page.get_by_label("Perché sono due persone").fill("Due passaporti diversi")
    anna.press("Sono due persone")
    anna.sees("Sono di nuovo due persone")
    anna.open(f"/persone/{third}/")
    anna.sees("Non si conoscono altre sue schede")
    anna.open(f"/persone/{first}/")
    anna.sees("Muhammad Bozeti")
    assert "Bozzetti Mohammed" not in anna.reads()
    anna.open(f"/schede/{first}/confronta/{third}/")
    anna.sees("Due passaporti diversi")

    giulia = seat(cast.GIULIA)
    look(giulia, "Bozzetti", "Mohamed", "1991-03-07")
    giulia.sees("Nella zona c’è già una scheda con questo nome e questa data di nascita.")
    assert giulia.status_of(f"/persone/{first}/") == 404
