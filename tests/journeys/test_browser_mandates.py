"""An order of the juvenile court arrives: who answers for it is named in time, the first report is written in its three
parts, signed and sent, the next term opens; the case does not close until the measure has ended."""

from datetime import date

import pytest

from tests import cast
from tests.house import House
from tests.journeys import situations, steps
from tests.journeys.conftest import Seat
from tests.journeys.desk import Desk
from tests.present import moment

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ARRIVED = moment(date(2026, 11, 24), 10)
WRITTEN = moment(date(2026, 12, 9), 10)
REVOKED = moment(date(2027, 1, 12), 10)
THIRD_PERSON = "Bianca Finti"


def register_order(desk: Desk, case: str) -> str:
    """From the tab to the page of the measure; gives its id."""
    steps.open_tab(desk, case, "Provvedimenti")
    desk.sees("Nessun provvedimento in vigore")
    desk.follow("Registra un provvedimento")
    desk.choose("Quale autorità", "Tribunale per i minorenni di Firenze")
    assert not desk.labelled("(a) Con chi vive").is_visible()
    desk.choose("Che cosa dispone", "Affidamento al servizio sociale (art. 5-bis)")
    desk.write("Numero del provvedimento", "45/2026")
    desk.write_day("Giorno del provvedimento", date(2026, 11, 20))
    desk.write_moment("Quando è stato notificato", moment(date(2026, 11, 23), 12))
    desk.write("Che cosa il giudice chiede", "Vigilare sulla bambina e sostenere la madre")
    desk.choose("Marta", "minore")
    desk.choose("Lucia", "genitore")
    desk.write_day("In vigore dal", date(2026, 11, 20))
    desk.write("(a) Con chi vive", "la madre")
    desk.write("(f) Compiti del servizio", "Visite a casa, colloqui con la scuola")
    desk.write("(g) Durata", "12")
    desk.write_day("Prima relazione", date(2026, 12, 15))
    desk.write("Poi ogni", "3")
    desk.field("to_0").fill("la madre")
    desk.field("what_0").fill("Seguire il percorso di sostegno")
    desk.press("Registra il provvedimento")
    desk.sees("i suoi termini corrono")
    desk.sees("da nominare entro")
    return desk.id_here()


def name_responsible(desk: Desk, case: str) -> None:
    """From what is due on the page of the case: the term is farther away than the week of Oggi."""
    desk.open(f"/casi/{case}/")
    desk.follow("Responsabile del provvedimento", within="aside")
    desk.sees("8 dicembre 2026")
    desk.tick("told", "court")
    desk.tick("told", "parents")
    desk.write_day("Comunicato il", ARRIVED.date())
    desk.press("Registra")
    desk.sees("comunicato il 24 novembre 2026")


def write_report(desk: Desk, measure: str) -> None:
    desk.open(f"/provvedimenti/{measure}/")
    desk.press("Scrivi la relazione")
    desk.heading("Relazione all’autorità giudiziaria")
    desk.sees("Fatti: scrivi che cosa è stato accertato")
    desk.write("Fatti", f"Due visite a casa, tutto in ordine. [[La vicina {THIRD_PERSON} conferma.]]")
    desk.field("who_0").fill("la madre")
    desk.field("text_0").fill("Dice di avere ripreso il lavoro.")
    desk.press("Salva e aggiungi una dichiarazione")
    desk.field("who_1").fill("la maestra")
    desk.field("text_1").fill("Vede la bambina serena.")
    desk.write("Valutazioni", "Le condizioni sono adeguate.")
    desk.press("Salva e vai alla firma")
    desk.heading("Firma la relazione")
    desk.labelled("L’ho riletta").check()
    desk.press("Firma")
    desk.sees("non cambia più")


def send(desk: Desk) -> None:
    court, parties = desk.file("Per il giudice"), desk.file("Copia per le parti")
    assert court.startswith(b"%PDF")
    assert parties.startswith(b"%PDF")
    assert court != parties
    desk.follow("È stata inviata")
    desk.pick("Come", "deposito telematico")
    desk.write("Protocollo", "2026/1402")
    desk.press("Registra")
    desk.sees("corre il prossimo")


def test_from_the_order_to_its_end(seat: Seat, house: House) -> None:
    house.move_to(ARRIVED)
    case = situations.prepare(house, "a_family_to_visit")["case"]
    anna = seat(cast.ANNA)
    measure = register_order(anna, case)
    name_responsible(anna, case)
    house.move_to(WRITTEN)
    write_report(anna, measure)
    send(anna)
    anna.open(f"/provvedimenti/{measure}/")
    anna.sees("Relazione entro: 15 marzo 2027")
    steps.open_tab(anna, case, "Provvedimenti")
    anna.sees("prossima relazione")
    _closing_is_refused_until_it_ends(anna, house, case, measure)


def _closing_is_refused_until_it_ends(anna: Desk, house: House, case: str, measure: str) -> None:
    house.move_to(REVOKED)
    anna.open(f"/casi/{case}/chiudi/")
    anna.sees("Un provvedimento è in vigore")
    anna.open(f"/provvedimenti/{measure}/fine/")
    anna.pick("Come finisce", "Il giudice lo ha revocato")
    anna.write_day("Non più in vigore dal", REVOKED.date())
    anna.write("Perché", "Decreto di revoca del 10 gennaio")
    anna.press("Registra la fine")
    anna.sees("i suoi termini non corrono più")
    anna.open(f"/casi/{case}/chiudi/")
    anna.heading("Nucleo")
    assert "Un provvedimento è in vigore" not in anna.reads()
    anna.open("/provvedimenti/?quali=finiti")
    anna.sees("Affidamento al servizio sociale", within="main table")
