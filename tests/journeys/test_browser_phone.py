"""Anna visits a family at home with a telephone in her hand: 360 pixels, a finger, a session that ends meanwhile."""

import pytest

from tests import cast
from tests.house import House
from tests.journeys import situations, steps
from tests.journeys.conftest import Seat
from tests.journeys.desk import Desk
from tests.present import NOW

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE = {
    "viewport": {"width": 360, "height": 740},
    "is_mobile": True,
    "has_touch": True,
    "device_scale_factor": 2,
}
WORDS = "In casa fa freddo: il riscaldamento è spento da una settimana. Marta fa i compiti in cucina."


def fits(desk: Desk) -> None:
    assert desk.page.evaluate("document.documentElement.scrollWidth") <= 361, desk.path


def tap(desk: Desk, name: str, *, within: str = "main", role: str = "link") -> None:
    """Touch what can be seen and reached; at least as large as a fingertip asks (WCAG 2.5.8)."""
    wanted = desk.page.locator(within).get_by_role(role, name=name).first  # type: ignore[arg-type]
    box = wanted.bounding_box()
    assert box is not None
    assert box["height"] >= 24, f"{name} is {box['height']} px high"
    wanted.tap()


def lose_the_session(desk: Desk) -> None:
    desk.context.clear_cookies(name="sessionid")


def test_a_home_visit_with_a_telephone(seat: Seat, house: House) -> None:
    house.move_to(NOW)
    visit = situations.prepare(house, "a_family_to_visit")
    signing = situations.prepare(house, "a_project_to_sign")
    anna = seat(cast.ANNA, **PHONE)
    fits(anna)
    tap(anna, "Casi", within=".ac-dock")
    anna.heading("Casi")
    fits(anna)
    tap(anna, "Campioni")
    anna.heading("Nucleo Campioni")
    fits(anna)

    # Words typed while the session ends are there again after the log-in, in the same tab.
    text = anna.page.locator("#note textarea")
    text.fill(WORDS)
    lose_the_session(anna)
    anna.page.locator("#note [data-saved][data-state=kept]").wait_for()
    tap(anna, "Registra", within="#note", role="button")
    anna.page.wait_for_url("**/conto/login/**")
    fits(anna)
    anna.enter_here()
    anna.page.wait_for_url(lambda address: "/conto/" not in address)
    anna.open(f"/casi/{visit['case']}/")
    assert text.input_value() == WORDS
    anna.pick("Che cos’era", "Visita domiciliare")
    tap(anna, "Registra", within="#note", role="button")
    anna.sees(WORDS, within="#timeline")
    assert text.input_value() == ""

    anna.open(f"/valutazioni/{visit['analysis']}/sezioni/casa/")
    fits(anna)
    steps.answer(anna, "home_state", ["damp"])
    steps.answer(anna, "tenure", "rented")
    anna.page.reload()
    fits(anna)
    assert steps.box_of(anna, "home_state").locator("input[value=damp]").is_checked()

    anna.open(f"/progetti/{signing['project']}/firme/")
    fits(anna)
    steps.start_signing(anna, signing["project"], "Lucia Modello")
    anna.sees("Tenere la casa")
    fits(anna)
    steps.sign_by_drawing(anna)
    anna.sees("Mancano: Anna Prova")
    fits(anna)
