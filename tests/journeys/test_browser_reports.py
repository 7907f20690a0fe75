"""A night report of the police on a minor with its clocks, and an eviction in ten days, through the pages."""

from datetime import date, timedelta

import pytest

from tests import cast
from tests.house import House
from tests.journeys import situations
from tests.journeys.conftest import Seat
from tests.journeys.desk import Desk
from tests.present import moment

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NIGHT = moment(date(2026, 11, 22), 23) + timedelta(minutes=55)
CALLED = NIGHT - timedelta(minutes=15)  # 23:40
PLACED = NIGHT - timedelta(minutes=5)  # 23:50
MORNING = moment(date(2026, 11, 23), 7) + timedelta(minutes=30)
SENT = moment(date(2026, 11, 23), 8) + timedelta(minutes=10)
PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}


def line_of(desk: Desk, act: str) -> str:
    """The row of a term, in one line."""
    row = desk.page.locator("#termini tbody tr").filter(has_text=act).first
    return " ".join(row.inner_text().replace("\N{NO-BREAK SPACE}", " ").split())


def number_of(desk: Desk) -> str:
    """Of the report whose page it is."""
    return desk.page.title().removeprefix("Segnalazione ").split()[0]


def done(desk: Desk, act: str, when: object) -> None:
    desk.page.locator("#termini tbody tr").filter(has_text=act).get_by_role("link", name="Fatto…").click()
    desk.write_moment("Quando", when)  # type: ignore[arg-type]
    desk.press("Registra", within="#term")
    desk.sees("i termini che seguono si contano di nuovo")


def test_a_night_report_of_the_police_on_a_minor(seat: Seat, house: House) -> None:
    house.move_to(NIGHT)
    situations.prepare(house, "an_office_for_minors")
    anna = seat(cast.ANNA, **PHONE)
    anna.open("/segnalazioni/turno/")
    anna.press("Sono di turno")
    anna.sees("Sei di turno")
    anna.follow("Chiamata di emergenza")
    anna.choose("Che cos’è", "Collocamento urgente")
    anna.write_moment("Ora della chiamata", CALLED)
    anna.write("Ente o ufficio", "Questura degli Esempi")
    anna.write("Che cosa è successo", "Un bambino da solo in strada, a piedi nudi.")
    anna.write("Cognome", "D'Angelò")
    anna.field("p1_first_name").fill("O")
    anna.field("p1_part").select_option("minor")
    anna.field("place").fill("Casa di accoglienza Esempio")
    anna.write_moment("Quando il minore è stato collocato", PLACED)
    anna.write("Che cosa resta per la mattina", "Cercare la madre; portare i vestiti.")
    assert anna.page.evaluate("document.documentElement.scrollWidth") <= 361
    anna.press("Registra la chiamata")
    anna.sees("Un collega deve prenderla in consegna")
    report, number = anna.path, number_of(anna)
    anna.sees("aspetta la consegna")
    assert "domani, 23:50" in line_of(anna, "Provvedimento, documenti")
    assert "26 novembre, 23:50" in line_of(anna, "Revoca o richiesta")
    assert "mancano 23 ore e" in line_of(anna, "Provvedimento, documenti")
    anna.open("/segnalazioni/turno/")
    anna.press("Chiudi il turno")
    anna.sees("Una chiamata non è ancora consegnata")

    luca = seat(cast.LUCA)
    assert luca.status_of(report) == 404
    luca.open("/segnalazioni/")
    assert number not in luca.reads()
    luca.foreseen.add(404)

    house.move_to(MORNING)
    carla = seat(cast.CARLA)
    carla.sees("Chiamate di emergenza da prendere in consegna")
    carla.follow("Prendi in consegna")
    carla.follow("Prendi in consegna")
    carla.sees("Casa di accoglienza Esempio")
    carla.press("La prendo in consegna")
    carla.sees("Hai preso in consegna la chiamata")
    carla.sees("presa in consegna da Carla Esempi, oggi, 7:30")

    house.move_to(SENT)
    done(carla, "Avviso orale", PLACED + timedelta(minutes=5))
    done(carla, "Provvedimento, documenti", SENT)
    of_the_prosecutor = line_of(carla, "Revoca o richiesta")
    assert "la procura" in of_the_prosecutor
    assert "oggi, 8:10 – 26 novembre, 8:10" in of_the_prosecutor

    carla.press("Prendi in valutazione")
    carla.follow("Riconosci")
    carla.follow("Registra la persona")
    carla.press("Registra", within="#ask")
    carla.sees("riconosciuta in questa segnalazione")
    carla.follow("Decidi l’esito")
    carla.choose("Il nucleo di", "O D'Angelò")
    carla.choose("Unità", "Polo Pistoia Nord")
    carla.choose("Assistente sociale responsabile", "Anna Prova")
    carla.press("Chiudi la segnalazione")
    carla.sees("La segnalazione è chiusa")
    carla.follow("D'Angelò ·")
    carla.sees(f"La segnalazione {number} (polizia) è in questo caso")
    case = carla.id_here()
    carla.open(f"/segnalazioni/caso/{case}/")
    carla.sees("Questura degli Esempi")
    carla.sees("Revoca o richiesta")

    assert luca.status_of(f"/casi/{case}/") == 404
    assert luca.status_of(report) == 404
    luca.open(f"/cerca/?q={number}")
    assert "Angelò" not in luca.reads()
    anna.open(f"/casi/{case}/")
    anna.heading("Nucleo D'Angelò")
    anna.open("/segnalazioni/turno/")
    anna.press("Chiudi il turno")
    anna.sees("è tutto consegnato")


def test_an_eviction_in_ten_days(seat: Seat, house: House) -> None:
    house.move_to(moment(date(2026, 11, 23), 9))
    anna = seat(cast.ANNA)
    anna.open("/segnalazioni/nuova/")
    anna.choose("Che cos’è", "Sfratto")
    anna.choose("Chi segnala", "altra istituzione")
    anna.write("Ente o ufficio", "Ufficiale giudiziario")
    anna.write("Che cosa è segnalato", "Convalida di sfratto: il nucleo deve lasciare la casa.")
    anna.write("Cognome", "Modello")
    anna.write_day("Giorno fissato per lo sfratto", date(2026, 12, 3))
    for label, figure in (("Persone in casa", "4"), ("di cui minori", "2"), ("oltre 65 anni", "1")):
        anna.write(label, figure)
    anna.press("Registra la segnalazione")
    anna.sees("i suoi termini corrono")
    report = anna.path
    assert "26 novembre" in line_of(anna, "Valutazione del nucleo")
    assert "mancano 3 giorni" in line_of(anna, "Valutazione del nucleo")
    assert "mancano 10 giorni" in line_of(anna, "Il giorno dello sfratto")
    anna.press("Prendi in valutazione")
    anna.open("/")
    anna.sees("Valutazione del nucleo prima dello sfratto")

    anna.open(report)
    for measure in ("Richiesta di rinvio", "Contatto con l’ufficio casa"):
        anna.follow("Aggiungi una misura")
        anna.choose("Che cosa si è fatto", measure)
        anna.press("Registra", within="#ask")
        anna.sees(measure)
    house.move_to(moment(date(2026, 11, 25), 10))
    anna.follow("Scrivi", within="#valutazione")
    anna.write("Fatti accertati", "Quattro persone, due minori, nessun’altra casa.")
    anna.write("Dichiarazioni", "La madre dice che cerca da mesi.")
    anna.write("Valutazione del servizio", "Serve una sistemazione temporanea.")
    anna.press("Salva la valutazione", within="#evaluation")
    anna.press("Firma la valutazione")
    anna.agree()
    anna.sees("Firmata: da adesso resta com’è.")
    assert "fatto, oggi, 10:" in line_of(anna, "Valutazione del nucleo")
    anna.follow("Scrivi la lettera")
    anna.press("Conserva come PDF")
    assert anna.file("Lettera del").startswith(b"%PDF")

    house.move_to(moment(date(2026, 12, 3), 13))
    anna.open(report)
    anna.follow("Com’è andato il giorno")
    anna.pick("Com’è andata", "non è servito: prima si è trovata una soluzione")
    anna.press("Registra", within="#eviction")
    anna.sees("Non è servito")
    assert "fatto, oggi" in line_of(anna, "Il giorno dello sfratto")
