"""Every page of the product in the demonstration zone, as those who work there see it: nothing that axe finds wrong,
no word on the console, nothing wider than the screen, no link that leads nowhere; and no page is left out."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests import cast
from tests.browser.walk import DESK, PHONE, Walk, Walker, faults_at
from tests.consistency.urls import table
from tests.house import House
from tests.present import NOW

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
# Whose pages differ most: they open each kind in the browser, whoever else has judged it.
THOROUGH = {cast.ANNA, cast.BRUNO, cast.ZENO}
# What stands too deep in a list to be met from the first page: a project still being written, a contact with
# everything still to do.
STARTS = {
    cast.ANNA: (
        "/",
        "/cerca/?q=Campioni",
        "/cerca/?q=Segnaposti",
        "/cerca/?q=Bozzetti",
        "/sportello/registro/?esito=case",
    ),
    cast.CARLA: ("/progetti/?quali=bozze", "/"),
    cast.DARIO: ("/sportello/registro/?esito=report", "/", "/cerca/?q=Provetti"),
    cast.OLGA: ("/", "/esclusioni/", "/esclusioni/?quali=cartelle"),
}
# Not met by following links: parts of a page, steps that last a moment, situations that the zone has not.
ELSEWHERE = {
    "desk_entries": "swapped into a contact while one looks for a service: tests/journeys/test_browser_desk opens it",
    "desk_mediators": "swapped into a contact when the language changes: tests/access/desk opens it",
    "desk_people": "swapped into a contact while one looks for a person: tests/journeys/test_browser_desk opens it",
    "desk_queue": "asked for every 10 seconds by an open board: tests/access/desk opens it",
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
    "case_document": "no document of the zone has versions: tests/foundation/documents opens it",
    "case_emergency": "an exact number leads to it: test_an_urgent_access…",
    "calendar_feed": "read by a calendar program, without a session: test_browser_agenda reads it",
    "confirm_demo": "asked before acts that matter: test_log_in opens it",
    "confirmed": "the answer to a confirmation, which leads on: test_log_in meets it",
    "logged_out": "after leaving: test_log_in opens it",
    "privacy_erasure_due": "no case of the zone is past its term: test_a_case_past_its_term…",
    "privacy_finding": "no finding in a zone that nobody has used yet: test_an_urgent_access…",
    "privacy_home": "beside a finding: test_an_urgent_access…",
    "privacy_term": "no case of the zone is past its term: test_a_case_past_its_term…",
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

# What the years do.
GROW_OLD = """
from datetime import date
from accanto.core.database.context import purpose
from accanto.casework.cases.models import Case
from accanto.core import clock
from accanto.steering.privacy.models import RetentionReview
from accanto.steering.privacy.operations.retention import look_for_ended_terms
with purpose("retention"):
    old = Case.objects.filter(state="closed").order_by("closed_on", "number").first()
    Case.objects.filter(pk=old.pk).update(opened_on=date(2014, 1, 1), closed_on=date(2015, 1, 1))
    look_for_ended_terms(at=clock.now())
    print(RetentionReview.objects.get(case=old).pk)
"""
# The page of a change in a household: of those who changed, none is among the first cases of anybody.
CHANGE = """
from accanto.casework.cases.models import HouseholdChange
from accanto.core.database.context import purpose
with purpose("retention"):
    change = HouseholdChange.objects.get(case__responsible__username="anna.prova", kind="split")
    print(f"/casi/{change.case_id}/nucleo/cambiamenti/{change.pk}/")
"""
# The same of a death, which may be taken back.
DEATH = """
from accanto.casework.cases.models import HouseholdChange
from accanto.core.database.context import purpose
with purpose("retention"):
    change = HouseholdChange.objects.get(kind="death")
    print(f"/casi/{change.case_id}/nucleo/cambiamenti/{change.pk}/")
"""
# The same of a report that somebody evaluates, with the steps of an eviction.
REPORT = """
from accanto.access.reports.models import Report
from accanto.core.database.context import purpose
with purpose("retention"):
    row = Report.objects.filter(kind="eviction", taken_at__isnull=False, closed_at=None).earliest("number")
    print(f"/segnalazioni/{row.pk}/")
"""
NUMBER = """
from accanto.casework.cases.models import Case
from accanto.core.database.context import purpose
with purpose("retention"):
    print(Case.objects.get(compartment="child_protection", state="open").number)
"""


@pytest.fixture(scope="module")
def walker(demo_house: House, browser: Browser) -> Walker:
    return Walker(browser, demo_house.url)


@pytest.fixture(scope="module")
def walks(walker: Walker, demo_house: House) -> dict[str, Walk]:
    starts = {
        **STARTS,
        cast.ANNA: (*STARTS[cast.ANNA], _printed(demo_house, CHANGE)),
        cast.CARLA: (
            *STARTS.get(cast.CARLA, ("/",)),
            _printed(demo_house, REPORT),
            _printed(demo_house, DEATH),
        ),
    }
    return {
        username: walker.walk(username, starts.get(username, ("/",)), thorough=username in THOROUGH)
        for username in WALKERS
    }


def _printed(house: House, words: str) -> str:
    return house.accanto("shell", "-c", words).split()[-1]


@pytest.mark.parametrize("username", WALKERS)
def test_nothing_is_wrong_on_any_page(walks: dict[str, Walk], username: str) -> None:
    assert walks[username].faults == []


@pytest.fixture
def marco(walker: Walker) -> Iterator[Page]:
    with walker.sitting(cast.MARCO) as (page, errors):
        yield page
        assert errors == []


def protected_case(house: House) -> str:
    return _printed(house, NUMBER)


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


@pytest.mark.usefixtures("walks")
def test_an_urgent_access_from_the_search_to_its_review(walker: Walker, demo_house: House) -> None:
    """Anna breaks the glass of a protected case of Quarrata; in the evening the privacy officer reads why."""
    number = protected_case(demo_house)
    with walker.sitting(cast.ANNA) as (page, errors):
        page.goto(f"{walker.url}/cerca/?q={number}")
        page.get_by_role("link", name="Aprila in emergenza").click()
        page.get_by_role("heading", name="Esiste una cartella protetta").wait_for()
        look(page)
        page.locator("#id_reason").fill(
            "La madre chiama dal pronto soccorso: serve sapere chi va a prendere Leonardo."
        )
        page.get_by_role("button", name="Apri la cartella").click()
        page.get_by_role("heading", name="Miraggi").first.wait_for()
        assert errors == []
    # The record of readings keeps the database's own time, which nobody moves.
    demo_house.move_to(datetime.now(UTC) + timedelta(minutes=1))
    try:
        review(walker)
    finally:
        demo_house.move_to(NOW)


def review(walker: Walker) -> None:
    with walker.sitting(cast.OLGA) as (page, errors):
        page.goto(f"{walker.url}/riservatezza/")
        page.get_by_role("button", name="Guarda gli accessi di oggi").click()
        page.get_by_role("link", name=re.compile("Accesso urgente")).first.click()
        look(page)
        page.get_by_role("link", name="Che cosa ha dichiarato della sua casa").click()
        look(page)
        assert errors == []


@pytest.mark.usefixtures("walks")
def test_a_case_past_its_term_is_looked_at(walker: Walker, demo_house: House) -> None:
    review = _printed(demo_house, GROW_OLD)
    with walker.sitting(cast.OLGA) as (page, errors):
        page.goto(f"{walker.url}/diritti/conservazione/{review}/")
        look(page)
        page.locator("input[value=to_erase]").check()
        page.locator("#id_reason").fill("Lo scarto è autorizzato")
        page.get_by_role("button", name="Scrivi la decisione").click()
        page.wait_for_url("**/conservazione/")
        page.goto(f"{walker.url}/diritti/conservazione/{review}/")
        page.get_by_role("link", name="Guarda che cosa andrebbe").click()
        page.wait_for_url("**/cancellazione/")
        look(page)
        assert errors == []


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
