"""Every page of the product in the demonstration zone, as those who work there see it: nothing that axe finds wrong,
no word on the console, nothing wider than the screen, no link that leads nowhere; and no page is left out."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests import cast
from tests.browser.walk import DESK, PHONE, Walk, Walker, faults_at
from tests.consistency.urls import table
from tests.house import House

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# Giulia, Luca, Sara and Tullio have the role of somebody who walks, and cases that differ in nothing drawn.
WALKERS = [
    cast.ANNA,
    cast.CARLA,
    cast.BRUNO,
    cast.ELENA,
    cast.MARCO,
    cast.NADIA,
    cast.PAOLO,
    cast.DARIO,
    cast.OLGA,
    cast.UGO,
    cast.VERA,
    cast.ZENO,
]
# The projects still being written, which only their authors meet early in their list.
STARTS = {cast.ANNA: ("/", "/cerca/?q=Campioni"), cast.CARLA: ("/progetti/?quali=bozze", "/")}
# Not met by following links: parts of a page, steps that last a moment, situations that the zone has not.
ELSEWHERE = {
    "api_key_revoke": "no program of the zone has a key: tests/faces/api open it",
    "assessment_field": "swapped in when two people wrote the same answer: test_the_parts_of_an_analysis…",
    "assessment_history": "opens under an answer: test_the_parts_of_an_analysis…",
    "assessment_news": "asked for every 20 seconds by an open analysis: test_the_parts_of_an_analysis…",
    "outcomes:mapping": "the zone's lists are imported: test_a_list_from_its_file…",
    "outcomes:preview": "the zone's lists are imported: test_a_list_from_its_file…",
    "outcomes:progress": "asked for while an import runs: test_a_list_from_its_file…",
    "outcomes:rejected": "the zone's lists have no refused row: test_a_list_from_its_file…",
    "job": "the page of an import shows its work itself; tests/foundation opens the page of a job",
    "project_extend": "nobody of the zone has a second application: tests/casework/projects opens it",
    "project_resume": "no project of the zone is suspended: tests/casework/projects opens it",
    "project_start": "no project of the zone waits only for its start: tests/casework/projects opens it",
    "case_ask": "who walks sees each person of the zone more deeply than a card: test_asking_to_see opens it",
    "case_request": "nobody of the zone asks to see a case: test_asking_to_see opens it",
    "case_bar_end": "nobody of the zone is in a list of those who must not see: tests of must-not-see open it",
    "case_document": "no document of the zone has versions: tests/foundation/documents opens it",
    "case_emergency": "no case of the zone is protected: tests/casework/cases opens it",
    "confirm_demo": "asked before acts that matter: test_log_in opens it",
    "confirmed": "the answer to a confirmation, which leads on: test_log_in meets it",
    "logged_out": "after leaving: test_log_in opens it",
    "privacy_bar_lift": "nobody of the zone is kept out of a case: tests/steering/privacy opens it",
    "privacy_declaration": "no operator of the zone has declared anybody: tests/steering/privacy opens it",
    "privacy_erasure_asked": "nobody of the zone has asked about their data: tests/steering/privacy opens it",
    "privacy_erasure_due": "no case of the zone is past its term: tests/steering/privacy opens it",
    "privacy_extract": "nobody of the zone has asked about their data: tests/steering/privacy opens it",
    "privacy_extract_file": "as above",
    "privacy_extract_section": "as above",
    "privacy_rectification": "as above",
    "privacy_restriction": "as above",
    "privacy_finding": "no finding in a zone that nobody has used yet: tests/steering/privacy opens it",
    "privacy_home": "no address declared by an operator of the zone: tests/steering/privacy opens it",
    "privacy_request": "nobody of the zone has asked about their data: tests/steering/privacy opens it",
    "privacy_term": "no case of the zone is past its term: tests/steering/privacy opens it",
    "provider_callback": "the body's own log-in, which the demonstration has not: tests/territory go through it",
    "provider_confirm": "as above",
    "provider_login": "as above",
    "second_step_reset": "nobody of the zone has a second step: tests/territory open it",
    "second_step_start": "the demonstration asks no second step: test_log_in opens it",
    "session_left": "asked for by the page itself: tests/foundation/test_entrance asks it",
}
LIST = (
    "protocollo;data_domanda;codice_fiscale;cognome;nome;data_nascita;comune;esito;data_esito\n"
    "PROVA-1;01/10/2026;;Provati;Ines;01/02/1975;Quarrata;accolta;02/11/2026\n"
    "PROVA-2;01/13/2026;;Provati;Ivo;01/02/1975;Atlantide;accolta;02/11/2026\n"
)


@pytest.fixture(scope="module")
def walker(demo_house: House, browser: Browser) -> Walker:
    return Walker(browser, demo_house.url)


@pytest.fixture(scope="module")
def walks(walker: Walker) -> dict[str, Walk]:
    return {username: walker.walk(username, STARTS.get(username, ("/",))) for username in WALKERS}


@pytest.mark.parametrize("username", WALKERS)
def test_nothing_is_wrong_on_any_page(walks: dict[str, Walk], username: str) -> None:
    assert walks[username].faults == []


@pytest.fixture
def marco(walker: Walker) -> Iterator[Page]:
    with walker.sitting(cast.MARCO) as (page, errors):
        yield page
        assert errors == []


def look(page: Page) -> None:
    faults = [fault for width in (DESK, PHONE) for fault in faults_at(page, width, axe=True)]
    assert faults == []
    page.set_viewport_size({"width": DESK, "height": 900})


@pytest.mark.usefixtures("walks")  # those who walk must not meet this list
def test_a_list_from_its_file_to_the_rows_that_it_refuses(marco: Page, walker: Walker) -> None:
    """The steps between a file and its report, which the zone's own lists have behind them."""
    marco.goto(f"{walker.url}/esiti/importazioni/nuova/")
    file = {"name": "prova.csv", "mimeType": "text/csv", "buffer": LIST.encode()}
    marco.locator("input[type=file]").set_input_files(file)
    marco.get_by_role("button", name="Leggi il file").click()
    marco.wait_for_url("**/colonne/")
    look(marco)
    marco.get_by_role("button", name="Guarda che cosa cambia").click()
    marco.wait_for_url("**/anteprima/")
    look(marco)
    marco.get_by_role("button", name="Importa").click()
    marco.get_by_role("heading", name="Righe rifiutate").wait_for()
    look(marco)
    request = marco.context.request
    assert request.get(marco.url + "avanzamento/").status == 200
    assert request.get(marco.url + "rifiutate/?formato=csv").status == 200


def test_the_parts_of_an_analysis_answer(walker: Walker, walks: dict[str, Walk]) -> None:
    section = urlsplit(walks[cast.ANNA].seen["assessment_section"][0]).path
    analysis = section.partition("sezioni/")[0]
    with walker.sitting(cast.ANNA) as (page, _errors):
        for part in ("risposta/request_words/", "risposta/request_words/storia/", "novita/"):
            answer = page.context.request.get(walker.url + analysis + part, headers={"HX-Request": "true"})
            assert (part, answer.status) == (part, 200)


def test_no_page_is_left_out(walks: dict[str, Walk]) -> None:
    pages = {name for name, line in table()["urls"].items() if line.get("as", "GET") != "POST"}
    visited = {name for walk in walks.values() for name in walk.seen}
    assert sorted(pages - visited - set(ELSEWHERE)) == []
    assert sorted(visited & set(ELSEWHERE)) == [], "reached after all: take them off the list"


def test_whoever_looks_sees_what_is_wrong(page: Page) -> None:
    """A walk that finds nothing says something only if it would have found this."""
    page.set_content("<html lang=it><title>Prova</title><main><h1>Prova</h1><p>Bene.</p></main>")
    assert faults_at(page, PHONE, axe=True) == []
    page.set_content(
        "<html lang=it><title>Prova</title><style>p { width: 700px }</style>"
        "<main><h1>Prova</h1><p>Largo.</p><input></main>"
    )
    wide, unnamed = faults_at(page, PHONE, axe=True)
    assert wide.endswith("px wide on a screen of 360")
    assert unnamed == "at 360 px axe label (1×): input"
    assert faults_at(page, DESK, axe=False) == []
