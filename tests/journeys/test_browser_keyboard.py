"""Carla does her morning without a mouse: the keyboard reaches everything, and she always sees where she is."""

import pytest

from tests import cast
from tests.house import House
from tests.journeys import situations
from tests.journeys.conftest import Seat
from tests.journeys.keys import Keys
from tests.present import NOW

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_morning_by_keyboard_alone(seat: Seat, house: House) -> None:
    house.move_to(NOW)
    situations.prepare(house, "many_cases_and_a_list")
    carla = seat(cast.CARLA, enter=False)
    keys, page = Keys(carla), carla.page

    carla.open("/conto/login/")
    keys.tab_to("Carla Esempi", kind="button")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{house.url}/")

    assert keys.press("Tab").name == "Vai al contenuto"
    keys.press("Enter")
    assert page.evaluate("document.activeElement.id") == "page"
    assert keys.press("Tab").kind in {"a", "button", "summary"}
    assert page.evaluate("document.getElementById('page').contains(document.activeElement)")

    # Search, and down to the first that was found.
    assert keys.press("/").field == "q"
    keys.type("Campioni")
    page.locator("#ac-results a").first.wait_for()
    assert "Campioni" in keys.press("ArrowDown").name
    keys.press("ArrowUp")
    assert keys.press("ArrowDown").kind == "a"
    page.keyboard.press("Enter")
    carla.heading("Nucleo Campioni")

    # The diary.
    keys.tab_to(field="text", kind="textarea")
    keys.type("Ho telefonato alla scuola.")
    page.keyboard.press("Control+Enter")
    page.locator("#timeline").get_by_text("Ho telefonato alla scuola.").wait_for()

    # From tab to tab with the arrows; after the swap the focus is still there.
    keys.tab_to("Diario", kind="a", within="[data-tabs]")
    assert keys.press("ArrowRight").name.startswith("Percorso")
    page.keyboard.press("Enter")
    page.locator("[data-tabs] [aria-current]").filter(has_text="Percorso").wait_for()
    keys.until("document.activeElement.innerText?.startsWith('Percorso')")
    keys.look()

    # A list: filter, sort, walk the rows.
    keys.press("/")
    page.keyboard.press("Escape")
    keys.tab_to("Casi", kind="a")
    page.keyboard.press("Enter")
    carla.heading("Casi")
    keys.tab_to(field="nucleo")
    keys.type("Prov")
    page.keyboard.press("Enter")
    keys.until("document.querySelectorAll('#elenco tbody tr').length === 1")
    assert keys.look().field == "nucleo"
    keys.tab_to("Mostra tutto", kind="a")
    page.keyboard.press("Enter")
    keys.until("document.querySelectorAll('#elenco tbody tr').length === 5")
    keys.tab_to("Nucleo", kind="a")
    page.keyboard.press("Enter")
    page.locator("#elenco th[aria-sort=ascending]").filter(has_text="Nucleo").wait_for()
    rows = page.locator("#elenco tbody th").all_inner_texts()
    assert rows == sorted(rows) == ["Campioni", "Esempio", "Finti", "Modello", "Prova"]
    keys.until("document.activeElement.id === 'elenco-household'")
    keys.look()
    keys.tab_to("Campioni", kind="a")
    assert keys.press("ArrowDown").name == "Esempio"
    assert keys.press("ArrowDown").name == "Finti"
    assert keys.press("ArrowUp").name == "Esempio"

    # Many households at once, with the space bar.
    keys.press("/")
    keys.tab_to("Assegnazioni", kind="a")
    page.keyboard.press("Enter")
    carla.heading("3 nuclei aspettano qualcuno")
    for household in ("Immaginari", "Inventati"):
        keys.tab_to(f"Scegli: {household}")
        keys.press("Space")
        keys.tab_to("A chi", kind="select")
        keys.type("Anna")
    keys.tab_to("Conferma le assegnazioni", kind="button")
    page.keyboard.press("Enter")
    carla.heading("1 nucleo aspetta qualcuno")
    carla.sees("2 nuclei assegnati")
    assert page.locator(".as-who").all_inner_texts() == ["Modelli"]
