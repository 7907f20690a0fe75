"""Elena, tutor of a cooperative, sits in the team: she sees one household, in the parts meant for her, for the time of
the work, signs its project at her own screen, and then sees nothing any more."""

from datetime import timedelta

import pytest

from tests import cast
from tests.house import House
from tests.journeys import situations, steps
from tests.journeys.conftest import Seat
from tests.journeys.desk import Desk
from tests.journeys.situations import TEAM_DAY
from tests.present import NOW

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HOUSEHOLD_PAGES = (
    "/casi/{}/",
    "/casi/{}/nucleo/",
    "/casi/{}/documenti/",
    "/percorsi/caso/{}/",
    "/valutazioni/caso/{}/",
    "/equipe/caso/{}/",
    "/progetti/caso/{}/",
)
SECRET = "Lucia teme di perdere i figli"


def cases_of(desk: Desk) -> list[str]:
    desk.open("/casi/?stato=")
    return desk.page.locator("#elenco tbody th").all_inner_texts()


def found(desk: Desk, name: str) -> str:
    desk.open(f"/cerca/?q={name}")
    return desk.reads()


def test_a_partner_sees_one_household_for_the_time_of_the_work(seat: Seat, house: House) -> None:
    house.move_to(NOW)
    made = situations.prepare(house, "a_household_before_the_team")
    case, other = made["case"], made["other"]
    anna, carla = seat(cast.ANNA), seat(cast.CARLA)
    anna.open(f"/casi/{case}/")
    steps.note(anna, SECRET)
    anna.sees(SECRET, within="#timeline")

    elena = seat(cast.ELENA)
    assert cases_of(elena) == ["Esempio"]
    for page in HOUSEHOLD_PAGES:
        assert elena.status_of(page.format(case)) == 200, page
        assert elena.status_of(page.format(other)) == 404, page
        elena.open(page.format(case))
        assert SECRET not in elena.page.content(), page
    assert elena.status_of(f"/casi/{case}/chi-vede/") == 404
    assert "Immaginari" not in found(elena, "Immaginari").replace("«Immaginari»", "")
    assert "Nucleo Esempio" in found(elena, "Esempio")
    assert {elena.status_of(path) for path in ("/esiti/", "/assegnazioni/", "/personale/")} == {403}
    tabs = elena.open(f"/casi/{case}/") and elena.page.locator("[data-tabs] a").all_inner_texts()
    assert "Diario" not in tabs

    elena.open("/equipe/")
    elena.follow("Équipe multidisciplinare Pistoia")
    elena.follow("Nucleo Esempio")
    elena.sees("Quali sostegni per la casa?")
    assert elena.page.get_by_role("button", name="Registra la decisione").count() == 0

    house.move_to(TEAM_DAY + timedelta(hours=3))
    steps.decide(carla, made["meeting"], "Esempio", "Elena accompagna Lucia dal proprietario.")
    steps.conclude(carla, made["meeting"])
    project = steps.open_project(anna, case, "Esempio")
    steps.write_project(anna, project, "Lucia", "Elena Modello")
    anna.press("Proponi alla firma")
    anna.heading("Firme")

    steps.start_from_the_worklist(elena, "Esempio")
    elena.sees("Parlare con il proprietario")
    steps.sign_by_drawing(elena)
    elena.sees("Firmato")
    assert elena.status_of(f"/progetti/{project}/chiudi/") == 403

    steps.start_signing(anna, project, "Lucia Esempio")
    steps.sign_by_drawing(anna)
    anna.sees("Firmato")
    bruno = seat(cast.BRUNO)
    steps.start_from_the_worklist(bruno, "Esempio")
    steps.sign_by_name(bruno)
    steps.start_signing(anna, project, "Anna Prova")
    steps.sign_by_name(anna)
    anna.sees("Tutti hanno firmato")
    steps.start(anna, project)
    assert cases_of(elena) == ["Esempio"]
    steps.close_project(anna, project, "La casa è salva.")

    assert cases_of(elena) == []
    for page in (*HOUSEHOLD_PAGES, "/casi/{}/chi-vede/"):
        assert elena.status_of(page.format(case)) == 404, page
    assert elena.status_of(f"/progetti/{project}/") == 404
    assert elena.status_of(f"/equipe/nuclei/{made['item']}/") == 404
    assert "Nucleo Esempio" not in found(elena, "Esempio")
    elena.open("/scadenze/")
    assert "Esempio" not in elena.reads()
