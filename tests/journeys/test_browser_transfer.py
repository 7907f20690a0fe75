"""A transfer between two municipalities: Anna hands a household of Pistoia over to Quarrata, through the pages."""

from datetime import date

import pytest

from tests import cast
from tests.house import House
from tests.journeys.conftest import Seat
from tests.journeys.situations import prepare
from tests.present import moment

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ASKED = moment(date(2026, 11, 23), 9)
ANSWERED = moment(date(2026, 11, 25), 10)
LATER = moment(date(2027, 3, 15), 10)
SITUATION = "Lucia vive con i due figli, cerca casa a Quarrata."


def test_a_household_that_moves_is_handed_over_to_the_unit_of_its_new_town(seat: Seat, house: House) -> None:
    case = prepare(house, "a_family_that_moves")["case"]
    house.move_to(ASKED)
    anna, carla, giulia = seat(cast.ANNA), seat(cast.CARLA), seat(cast.GIULIA)
    assert giulia.status_of(f"/casi/{case}/") == 404

    # They move house: what it touches is shown, and one of the things is to hand the case over.
    anna.open(f"/casi/{case}/nucleo/trasloca/")
    anna.choose("In quale comune", "Quarrata")
    anna.write("Indirizzo", "Via dei Modelli 3")
    anna.write("Perché", "Ha trovato casa a Quarrata")
    anna.press("Registra il trasloco")
    anna.sees("Il caso può passare a chi serve dove vivono ora")
    anna.follow("Passa il caso")

    # The note begins with what is known; whoever is asked will read nothing else.
    anna.choose("Quale unità", "Servizio sociale di Quarrata")
    anna.write("Perché passa ad altri", "Dal 23 novembre abitano a Quarrata.")
    anna.write("La situazione", SITUATION)
    assert "Assegno di Inclusione" in anna.labelled("Che cosa è in corso").input_value()
    anna.write("Rischi", "Nessun rischio visto.")
    anna.write("Chi altro lavora", "Bruno Test, Centro per l’impiego.")
    anna.press("Manda la proposta")
    anna.heading("Passaggio del nucleo Campioni")
    transfer = anna.id_here()
    assert anna.file("La relazione in PDF").startswith(b"%PDF")
    assert giulia.status_of(f"/casi/passaggi/{transfer}/") == 404

    # The coordinator finds it in Oggi and takes it over, with Giulia.
    house.move_to(ANSWERED)
    carla.open("/")
    carla.sees("Un nucleo aspetta di essere preso in carico")
    carla.open("/casi/passaggi/")
    carla.follow("Rispondi")
    carla.sees(SITUATION)
    carla.choose("Chi è responsabile da ora", "Giulia Immaginari")
    carla.press("Prendi in carico")
    carla.sees("con Giulia Immaginari")

    # Giulia works on it; Anna still reads it, and after the time of the rule no more.
    giulia.open(f"/casi/{case}/")
    giulia.heading("Nucleo Campioni")
    giulia.sees("Giulia Immaginari")
    assert giulia.status_of(f"/casi/{case}/passa/") == 200
    anna.open(f"/casi/{case}/")
    anna.heading("Nucleo Campioni")
    assert anna.status_of(f"/casi/{case}/passa/") == 404
    house.move_to(LATER)
    assert anna.status_of(f"/casi/{case}/") == 404
    assert giulia.status_of(f"/casi/{case}/") == 200
