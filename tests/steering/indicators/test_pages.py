import re
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from tests import cast
from tests.steering.indicators import situation as s

pytestmark = pytest.mark.django_db
ASKED = "giorno=2026-11-23&misura=adi"
CASE_LINK = r'href="/casi/[0-9a-f-]{36}/'


def client_of(username: str) -> Client:
    client = Client()
    client.force_login(cast.user(username), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def get(username: str, path: str, query: str = ASKED) -> Any:
    return client_of(username).get(f"/indicatori/{path}?{query}")


def text(username: str, path: str, query: str = ASKED) -> str:
    answer = get(username, path, query)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().replace("\xa0", " ").split())


def listed(page: str) -> int:
    return page.count('data-label="Comune"')


@pytest.fixture
def zone() -> list[s.Built]:
    """Pistoia: eight analysed of twelve. Quarrata, in charge of Giulia: one analysed of six."""
    pistoia = [s.household(analysis_on=date(2026, 7, 1)) for _ in range(8)] + [
        s.household() for _ in range(4)
    ]
    there = {"town": "Quarrata", "worker": cast.GIULIA, "unit": "servizio-quarrata"}
    quarrata = [s.household(**there, analysis_on=date(2026, 7, 1))]  # type: ignore[arg-type]
    return [*pistoia, *quarrata, *(s.household(**there) for _ in range(5))]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "path", ["", "analysis_share/", "analysis_share/righe/", "carico/", "fonte/", "stampa/", "foglio/"]
)
def test_the_figures_are_for_those_who_may_see_them(path: str) -> None:
    for username in (cast.CARLA, cast.MARCO, cast.NADIA, cast.ANNA):
        assert get(username, path).status_code == 200
    for username in (cast.BRUNO, cast.DARIO, cast.OLGA, cast.UGO, cast.ZENO, cast.PAOLO):
        assert get(username, path).status_code == 403
    assert Client().get(f"/indicatori/{path}").status_code == 302


def test_unknown_figures_parts_and_wrong_filters() -> None:
    assert get(cast.CARLA, "nothing/").status_code == 404
    assert get(cast.CARLA, "nothing/righe/").status_code == 404
    assert get(cast.CARLA, "analysis_share/righe/", "parte=altro").status_code == 404
    assert get(cast.CARLA, "", "giorno=31/31/2026&misura=xyz&comune=999999").status_code == 200
    assert client_of(cast.CARLA).post("/indicatori/").status_code == 405


@pytest.mark.usefixtures("zone")
class TestRows:
    def test_the_coordinator_opens_all_rows(self) -> None:
        page = text(cast.CARLA, "analysis_share/righe/", f"{ASKED}&parte=numerator")
        assert listed(page) == 9
        assert "non puoi vedere" not in page

    def test_a_worker_sees_her_own_rows_and_how_many_others_there_are(self) -> None:
        anna = text(cast.ANNA, "analysis_share/righe/", f"{ASKED}&parte=numerator")
        assert listed(anna) == 8
        # One is not told: fewer than five.
        assert "Altri nuclei, meno di 5, contano nella cifra" in anna
        giulia = text(cast.GIULIA, "analysis_share/righe/", f"{ASKED}&parte=numerator")
        assert "Altri 8 nuclei contano nella cifra" in giulia

    def test_the_planner_reads_outcomes_but_not_what_the_service_did(self) -> None:
        assert listed(text(cast.MARCO, "applications/righe/")) == 18
        page = text(cast.MARCO, "analysis_share/righe/", f"{ASKED}&parte=numerator")
        assert "Altri 9 nuclei contano nella cifra" in page
        assert "Prova" not in page.split("<main")[1]

    def test_the_director_never_reads_a_name(self) -> None:
        for code in ("applications", "analysis_share", "households_by_size"):
            assert "PROVA-" not in text(cast.NADIA, f"{code}/righe/")

    def test_rows_are_offered_to_those_who_may_see_some(self) -> None:
        assert "/righe/" not in text(cast.NADIA, "") + text(cast.NADIA, "analysis_share/")
        planner = text(cast.MARCO, "") + text(cast.MARCO, "analysis_share/")
        assert "/indicatori/applications/righe/" in planner
        assert "parte=denominator" in planner
        assert "parte=numerator" not in planner
        assert "/indicatori/analysis_share/righe/" in text(cast.CARLA, "")

    def test_a_row_leads_to_the_case_only_where_it_opens(self) -> None:
        asked = f"{ASKED}&parte=denominator"
        assert len(re.findall(CASE_LINK, text(cast.CARLA, "analysis_share/righe/", asked))) == 18
        assert re.findall(CASE_LINK, text(cast.MARCO, "analysis_share/righe/", asked)) == []

    def test_the_file_has_the_same_rows_as_the_screen(self) -> None:
        answer = get(cast.GIULIA, "analysis_share/righe/", f"{ASKED}&parte=numerator&formato=xlsx")
        content = b"".join(answer.streaming_content)
        lines = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
        assert len(lines) == 2
        assert lines[1][1] == "Quarrata"

    def test_a_cell_of_the_table_opens_its_rows(self) -> None:
        s.application("rejected", town="Agliana")
        page = text(cast.CARLA, "applications/righe/", f"{ASKED}&comune=047002&esito=rejected")
        assert listed(page) == 1


@pytest.mark.usefixtures("zone")
class TestSmallNumbers:
    def test_whoever_may_not_open_the_rows_does_not_see_them(self) -> None:
        # Quarrata: one of six.
        asked = f"{ASKED}&comune=047017"
        assert "1 nucleo su 6" in text(cast.CARLA, "analysis_share/", asked)
        for username in (cast.NADIA, cast.MARCO, cast.ANNA):
            page = text(username, "analysis_share/", asked)
            assert "meno di 5" in page
            assert "16,7" not in page
            assert "1 nucleo" not in page

    def test_the_table_town_by_town_does_not_betray_them(self) -> None:
        page = text(cast.NADIA, "analysis_share/").split("Comune per comune")[-1].split("</table>")[0]
        assert "meno di 5" in page
        assert "non mostrato" in page
        carla = text(cast.CARLA, "analysis_share/").split("Comune per comune")[-1].split("</table>")[0]
        assert "meno di 5" not in carla

    def test_files_hide_what_the_screen_hides(self) -> None:
        for username, hidden in ((cast.NADIA, True), (cast.CARLA, False)):
            content = get(username, "foglio/", f"{ASKED}&comune=047017").content
            sheet = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
            value = next(row[1] for row in sheet if row[0] == "Nuclei con analisi preliminare")
            assert value.replace("\xa0", " ") == ("meno di 5" if hidden else "16,7 %")


@pytest.mark.usefixtures("zone")
def test_the_load_of_offices_and_workers() -> None:
    carla = text(cast.CARLA, "carico/")
    assert "Anna Prova" in carla
    assert "Giulia Immaginari" in carla
    giulia = text(cast.GIULIA, "carico/").split("<main")[1]
    assert "Giulia Immaginari" in giulia
    assert "Anna Prova" not in giulia


def test_the_board_says_both_readings_and_the_print_is_a_pdf(zone: list[s.Built]) -> None:
    for built in zone[:6]:
        s.add_project(built, date(2026, 8, 3), date(2026, 8, 4))
    page = text(cast.CARLA, "")
    assert "33,3 % su tutti i nuclei con esito positivo: 6 su 18" in page
    assert "66,7 % sui nuclei con analisi preliminare: 6 su 9" in page
    pdf = get(cast.CARLA, "stampa/")
    assert pdf.content.startswith(b"%PDF")
    assert pdf.headers["Content-Disposition"] == 'attachment; filename="indicatori-adi-2026-11-23.pdf"'


@pytest.mark.usefixtures("zone")
@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("", 7), ("analysis_share/", 8), ("days_outcome_to_analysis/", 6), ("applications/", 6),
        ("analysis_share/righe/", 8), ("carico/", 12), ("fonte/", 7),
    ],
)  # fmt: skip
def test_queries_of_each_page(path: str, queries: int) -> None:
    client = client_of(cast.CARLA)
    client.get(f"/indicatori/{path}?{ASKED}")
    with CaptureQueriesContext(connection) as captured:
        client.get(f"/indicatori/{path}?{ASKED}")
    assert len(captured) == queries
