import pytest
from tests import cast
from tests.house import House
from tests.journeys.conftest import Seat
from tests.present import NOW
from tests.journeys.test_browser_three_spellings import look, write, link
pytestmark = [pytest.mark.browser, pytest.mark.slow]

def shoot(desk, name):
    for w in (1280, 360):
        desk.page.set_viewport_size({"width": w, "height": 900})
        desk.page.screenshot(path=f"/tmp/w/matching-shots/{name}-{w}.png", full_page=True)
        wide = desk.page.evaluate("document.documentElement.scrollWidth")
        print(name, w, wide)
    desk.page.set_viewport_size({"width": 1280, "height": 900})

def test_shots(seat: Seat, house: House) -> None:
    house.move_to(NOW)
    anna = seat(cast.ANNA)
    anna.open("/schede/nuova/"); shoot(anna, "new")
    look(anna, "Bozzetti", "Mohamed", "1991-03-07"); shoot(anna, "nobody")
    first = write(anna, "Scrivi una scheda nuova", "Mohamed Bozzetti"); shoot(anna, "person")
    look(anna, "Bozeti", "Muhammad", "1991-07-03"); shoot(anna, "found")
    second = write(anna, "Nessuna di queste: scrivi una scheda nuova", "Muhammad Bozeti")
    anna.open(f"/persone/{first}/"); anna.follow("Cerca schede simili"); shoot(anna, "similar")
    anna.follow("Confronta"); shoot(anna, "compare")
    link(anna, first, "Muhammad Bozeti"); shoot(anna, "linked")
    anna.open(f"/schede/{first}/codici/"); shoot(anna, "codes")
    anna.open("/schede/simili/"); shoot(anna, "pairs")
    anna.foreseen.add(422)
    anna.open("/schede/nuova/")
    anna.page.get_by_label("Cognome").fill("Rossi")
    anna.page.get_by_label("Nome", exact=True).fill("Marta")
    anna.page.get_by_label("Codice fiscale, STP o ENI").fill("RSSMRA25S50G713H")
    anna.press("Cerca se è già conosciuta"); shoot(anna, "century")
    anna.page.get_by_label("Codice fiscale, STP o ENI").fill("RSSMRA85T50G71PZ")
    anna.press("Cerca se è già conosciuta"); shoot(anna, "code")
    giulia = seat(cast.GIULIA)
    look(giulia, "Bozzetti", "Mohamed", "1991-03-07"); shoot(giulia, "elsewhere")
