"""At the desk a service is found by need and place and goes away on a slip; its keeper is told when it has aged."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from tests import cast
from tests.house import House
from tests.journeys.conftest import Seat
from tests.journeys.desk import Desk
from tests.present import NOW

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}


def write_an_entry(desk: Desk) -> str:
    desk.open("/orientamento/")
    desk.follow("Nuova voce")
    desk.heading("Nuova voce")
    desk.write("Nome del servizio", "Emporio della prova")
    desk.write("Che cosa fa", "Si fa la spesa con una tessera a punti.")
    desk.write("Oppure il nome", "Associazione Immaginaria")
    desk.tick("needs", "food")
    desk.write("Via e numero", "Via Inventata 1")
    desk.choose("Comune", "Quarrata")
    desk.write("Quando è aperto", "lun mattina")
    desk.press("Pubblica")
    desk.sees("non è un giorno né un’ora")
    desk.write("Quando è aperto", "lun-ven 9-13; mar gio 15-17")
    desk.press("Pubblica")
    desk.heading("Emporio della prova")
    return desk.id_here()


def test_from_the_need_to_the_slip_and_the_keeper_assures_it(
    seat: Seat, house: House, tmp_path: Path
) -> None:
    house.move_to(NOW)
    dario = seat(cast.DARIO)
    dario.foreseen |= {422}
    entry = write_an_entry(dario)

    anna = seat(cast.ANNA, **PHONE)
    anna.open("/orientamento/")
    anna.page.get_by_label("Che cosa serve").fill("spessa")
    anna.page.get_by_label("Dove vive la persona").select_option(label="Quarrata")
    anna.press("Cerca")
    anna.page.get_by_text("Scegli il bisogno").click()
    anna.follow("Cibo e beni di prima necessità")
    anna.sees("controllata oggi")
    anna.sees("aperto ora, fino alle 13")
    assert anna.page.evaluate("document.documentElement.scrollWidth") <= 361
    anna.follow("Emporio della prova")
    anna.heading("Emporio della prova")
    anna.follow("Foglietto per la persona")
    anna.sees("lunedì, mercoledì, venerdì 9–13; martedì, giovedì 9–13 e 15–17")
    assert anna.file("Scarica (PDF)").startswith(b"%PDF")

    house.move_to(NOW + timedelta(days=200))
    house.accanto("shell", "-c", REMIND)
    dario.open("/notifiche/")
    dario.sees("«Emporio della prova» è da ricontrollare")
    dario.open("/orientamento/da-ricontrollare/")
    dario.press("È ancora tutto giusto")
    dario.sees("«Emporio della prova» è giusta a oggi")
    dario.sees("È tutto aggiornato")
    assert dario.open(f"/orientamento/{entry}/") == 200
    dario.sees("Controllata: ancora tutto giusto")

    file = tmp_path / "territorio.json"
    house.accanto("directory", "export", str(file))
    assert [one["id"] for one in json.loads(file.read_text(encoding="utf-8"))["service"]] == [entry]
    said = json.loads(
        house.accanto("directory", "import", str(file), "--origin", "Prova", "--dry-run", "--json")
    )
    assert (said["read"], said["unchanged"], said["faults"]) == (1, 1, [])


REMIND = (
    "from accanto.core import clock; from accanto.access.directory.operations import remind_keepers;"
    " remind_keepers(at=clock.now())"
)


def test_two_who_write_at_once_lose_nothing(seat: Seat, house: House) -> None:
    house.move_to(NOW)
    dario, carla = seat(cast.DARIO), seat(cast.CARLA)
    dario.foreseen |= {422}
    carla.foreseen |= {422}
    entry = write_an_entry(dario)
    for desk in (dario, carla):
        desk.open(f"/orientamento/{entry}/modifica/")
    dario.page.get_by_label("Telefono", exact=True).fill("0573 555 001")
    dario.press("Salva")
    dario.heading("Emporio della prova")
    carla.page.get_by_label("Che cosa fa").fill("Parole che Carla non vuole perdere.")
    carla.press("Salva")
    carla.sees("qualcuno ha cambiato questa voce")
    carla.sees("0573 555 001", within="#meanwhile")
    assert carla.page.get_by_label("Che cosa fa").input_value() == "Parole che Carla non vuole perdere."
    carla.page.get_by_label("Telefono", exact=True).fill("0573 555 001")
    carla.press("Salva")
    carla.heading("Emporio della prova")
    carla.sees("Parole che Carla non vuole perdere.")
    carla.sees("0573 555 001", within=".ac-aside")
