"""From the agency's list to the closure of a project, along each of the three ways, through the pages: everybody at a
screen of their own, the import done by the house's worker, the clock of the house moved from one act to the next."""

import json
from datetime import date, datetime, timedelta

import pytest

from tests import cast
from tests.house import House
from tests.journeys import steps
from tests.journeys.conftest import Seat
from tests.journeys.desk import Desk
from tests.present import moment

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HEADINGS = "protocollo;data_domanda;codice_fiscale;cognome;nome;data_nascita;comune;esito;data_esito;motivo\n"
LUCIA = "INPS-1;01/09/2026;CMPLCU88E54G713H;Campioni;Lucia;14/05/1988;Pistoia;accolta;01/10/2026;\n"
MARCO = "INPS-2;02/09/2026;MDLMRC80A01G713U;Modello;Marco;01/01/1980;Pistoia;accolta;01/10/2026;\n"
ADA = "INPS-3;03/09/2026;PRVDAA70A41G713J;Prova;Ada;01/01/1970;Pistoia;accolta;01/10/2026;\n"
IDA = "INPS-4;04/09/2026;;Finti;Ida;01/02/1975;Quarrata;respinta;01/10/2026;ISEE oltre soglia\n"

IMPORTED = moment(date(2026, 10, 5))
CALLED = moment(date(2026, 10, 6))
MET = moment(date(2026, 10, 20), 10)
PLANNED = moment(date(2026, 10, 21))
TEAM_DAY = moment(date(2026, 11, 11))
SIGNED = moment(date(2026, 11, 18), 11)
STARTED = moment(date(2026, 11, 23))
REVIEWED = moment(date(2027, 2, 15), 10)
CLOSED = moment(date(2027, 9, 15), 10)

CALM: steps.Answers = {
    "request_words": "Vorrei lavorare",
    "composition_matches": "yes",
    "language": "well",
    "income_sources": ["measure"],
    "month_end": "hardly",
    "tenure": "rented",
    "eviction": "no_risk",
    "health_state": "well",
    "disability_state": "none",
    "services_present": ["none"],
    "support": "4",
    "first_step": "Un corso",
}
OUT_OF_WORK: steps.Answers = {"work_status": "unemployed", "schooling": "upper"}
AT_WORK: steps.Answers = {"work_status": "employed", "schooling": "upper"}


def figures(house: House, day: datetime) -> dict[str, tuple[int, int]]:
    said = json.loads(
        house.accanto("report", "indicators", "--json", "--as-of", day.date().isoformat(), "--measure", "adi")
    )
    return {one["code"]: (one["numerator"], one["denominator"]) for one in said if "numerator" in one}


def shown(desk: Desk, day: datetime, label: str) -> str:
    """What the board of the zone says beside a label, that day."""
    desk.open(f"/indicatori/?giorno={day.date().isoformat()}&misura=adi")
    return desk.page.locator(".ac-sheet, .ac-figure").filter(has_text=label).last.inner_text()


def taken_in_charge(seat: Seat, house: House, rows: str, label: str) -> str:
    """Imported and assigned to Anna by Carla; gives the case."""
    house.move_to(IMPORTED)
    carla = seat(cast.CARLA)
    steps.import_list(carla, HEADINGS + rows, rows=rows.count("\n"))
    steps.assign_all(carla, "Anna Prova", [label])
    house.move_to(CALLED)
    anna = seat(cast.ANNA)
    anna.follow(f"Nucleo {label}", within="aside")
    anna.heading(f"Nucleo {label}")
    return anna.id_here()


def analysed_together(anna: Desk, bruno: Desk, case: str) -> str:
    """Both write at once: where they meet on one answer both versions are shown, and put together."""
    analysis = steps.open_analysis(anna, case)
    bruno.open(f"/valutazioni/{analysis}/sezioni/richiesta/")
    steps.answer(anna, "request_words", "Vorrei lavorare e tenere la casa")
    bruno.foreseen.add(409)
    contested = steps.box_of(bruno, "request_words")
    contested.locator("textarea").fill("Cerca un lavoro vicino a casa")
    contested.get_by_text("Non si è perso niente").wait_for()
    both = contested.inner_text()
    assert "Vorrei lavorare e tenere la casa" in both
    assert "Cerca un lavoro vicino a casa" in both
    contested.get_by_role("button", name="Uniscile").click()
    steps.saved(contested)
    together = "Vorrei lavorare e tenere la casa\n\nCerca un lavoro vicino a casa"
    assert contested.locator("textarea").input_value() == together
    steps.fill(bruno, OUT_OF_WORK)
    rest = {code: value for code, value in CALM.items() if code != "request_words"}
    steps.fill(anna, rest | {"eviction": "arrears", "support": "1"})
    anna.open(f"/valutazioni/{analysis}/sezioni/richiesta/")
    assert steps.box_of(anna, "request_words").locator("textarea").input_value() == together
    return analysis


def test_a_complex_need_goes_through_the_team_to_a_project_of_four_parties(seat: Seat, house: House) -> None:
    case = taken_in_charge(seat, house, LUCIA + IDA, "Campioni")
    before, met, started = (figures(house, day) for day in (IMPORTED, MET, STARTED))
    anna, bruno, carla = seat(cast.ANNA), seat(cast.BRUNO), seat(cast.CARLA)

    convocation = steps.convoke(anna, case, "Campioni", MET)
    anna.press("Scrivi la lettera")
    anna.sees("Apri la lettera")
    assert anna.file("Apri la lettera").startswith(b"%PDF")
    steps.record_sending(anna, CALLED, "ricevuta 1")
    house.move_to(MET + timedelta(hours=1))
    steps.record_as_held(anna, convocation)

    analysis = analysed_together(anna, bruno, case)
    steps.close_analysis(anna, analysis, "Bisogno complesso")
    reached = figures(house, MET)
    assert reached["analysis_share"][0] == met["analysis_share"][0] + 1

    house.move_to(PLANNED)
    meeting = steps.plan_meeting(carla, TEAM_DAY, TEAM_DAY + timedelta(hours=3))
    elena = seat(cast.ELENA)
    assert elena.status_of(f"/casi/{case}/") == 404
    steps.put_on_agenda(carla, case, "Quali sostegni per casa e lavoro?")
    elena.open("/casi/")
    assert elena.page.locator("#elenco tbody th").all_inner_texts() == ["Campioni"]
    house.move_to(TEAM_DAY + timedelta(hours=1))
    steps.decide(carla, meeting, "Campioni", "Casa e lavoro insieme.")
    steps.conclude(carla, meeting)
    assert carla.file("Verbale").startswith(b"%PDF")

    house.move_to(SIGNED)
    project = steps.open_project(anna, case, "Campioni")
    steps.write_project(anna, project, "Lucia", "Anna Prova")
    anna.press("Proponi alla firma")
    anna.heading("Firme")
    steps.start_signing(anna, project, "Lucia Campioni")
    steps.sign_by_drawing(anna)
    anna.sees("Mancano: Anna Prova, Bruno Test, Elena Modello")
    for partner in (bruno, elena):
        steps.start_from_the_worklist(partner, "Campioni")
        steps.sign_by_name(partner)
        partner.sees("Firmato")
    steps.start_signing(anna, project, "Anna Prova")
    steps.sign_by_name(anna)
    anna.sees("Tutti hanno firmato: la versione 1 è in vigore.")
    assert anna.file("Foglio da stampare").startswith(b"%PDF")

    house.move_to(STARTED)
    steps.start(anna, project)
    house.move_to(REVIEWED)
    steps.review(anna, project)
    house.move_to(CLOSED)
    steps.close_project(anna, project, "La casa è salva.")
    steps.open_tab(anna, case, "Nucleo")
    assert "Lucia" in anna.reads()

    after = figures(house, STARTED)
    assert after["project_share"][0] == started["project_share"][0] + 1
    assert after["team_or_social_share"][0] == started["team_or_social_share"][0] + 1
    told = shown(carla, STARTED, "Nuclei con progetto avviato")
    assert f"{after['project_share'][0]} su {after['project_share'][1]}" in told
    assert figures(house, IMPORTED) == before


def test_work_only_ends_in_a_pact_that_the_employment_centre_records_and_carla_checks(
    seat: Seat, house: House
) -> None:
    case = taken_in_charge(seat, house, MARCO, "Modello")
    anna, bruno = seat(cast.ANNA), seat(cast.BRUNO)
    steps.meet(anna, case, "Modello", MET + timedelta(hours=2), CALLED)
    analysis = steps.open_analysis(anna, case)
    steps.fill(anna, CALM | OUT_OF_WORK)
    steps.close_analysis(anna, analysis, "Solo lavoro")

    house.move_to(SIGNED)
    steps.open_tab(bruno, case, "Percorso")
    bruno.follow("Registra un patto")
    bruno.heading("Registra un patto di servizio")
    bruno.pick("Chi ha firmato", "Marco Modello")
    bruno.write_day("Firmato il", SIGNED.date())
    bruno.press("Registra il patto")
    bruno.sees("Marco Modello")

    carla = seat(cast.CARLA)
    carla.open("/percorsi/patti/")
    row = carla.page.get_by_role("row").filter(has_text="Modello")
    row.get_by_role("button", name="Segna come controllato").click()
    row.wait_for(state="detached")
    steps.open_tab(anna, case, "Percorso")
    anna.sees("controllato")
    steps.open_tab(anna, case, "Progetto")
    anna.page.get_by_role("button", name="Comincia il progetto").wait_for(state="detached")


def test_social_only_is_a_project_of_the_social_service(seat: Seat, house: House) -> None:
    case = taken_in_charge(seat, house, ADA, "Prova")
    anna = seat(cast.ANNA)
    steps.meet(anna, case, "Prova", MET + timedelta(hours=4), CALLED)
    analysis = steps.open_analysis(anna, case)
    steps.fill(anna, CALM | AT_WORK | {"eviction": "arrears"})
    steps.close_analysis(anna, analysis, "Solo sociale")

    house.move_to(SIGNED)
    project = steps.open_project(anna, case, "Prova")
    steps.write_project(anna, project, "Ada", "Anna Prova")
    anna.press("Proponi alla firma")
    anna.heading("Firme")
    steps.start_signing(anna, project, "Ada Prova")
    steps.sign_by_drawing(anna)
    anna.sees("Mancano: Anna Prova")
    steps.start_signing(anna, project, "Anna Prova")
    steps.sign_by_name(anna)
    anna.sees("Tutti hanno firmato")
    steps.start(anna, project)
