"""A month of a worker's agenda, across a closure, a holiday and the change of the clocks, read event by event by a
calendar program that others have written (vobject), over HTTP from the running house."""

import urllib.error
import urllib.request
from datetime import date, datetime, timedelta

import pytest
import vobject

from tests import cast
from tests.house import House
from tests.journeys import steps
from tests.journeys.conftest import Seat
from tests.journeys.desk import Desk
from tests.present import ROME, moment

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HEADINGS = "protocollo;data_domanda;codice_fiscale;cognome;nome;data_nascita;comune;esito;data_esito;motivo\n"
LUCIA = "INPS-1;01/09/2026;CMPLCU88E54G713H;Campioni;Lucia;14/05/1988;Pistoia;accolta;01/10/2026;\n"
CLOSE = """
from datetime import date
from accanto.core import clock
from accanto.core.database.context import acting, acting_for
from accanto.territory.bodies.models import Office
from accanto.territory.bodies.operations import close_office
from accanto.territory.staff.models import User
carla, now = User.objects.get(username="carla.esempi"), clock.now()
with acting(acting_for(carla, at=now)):
    close_office(office=Office.objects.get(code="polo-pistoia-nord"), first_day=date(2026, 11, 17),
        last_day=date(2026, 11, 17), reason="Disinfestazione", by=carla, at=now)
"""
Told = tuple[str, str, str, str]


def read(url: str) -> list[Told]:
    """What the program shows of each event: day, hours, words, state; with the time zone that the file brings."""
    with urllib.request.urlopen(url, timeout=30) as answer:  # noqa: S310 - our own server
        text = answer.read().decode()
    assert "Campioni" not in text
    assert "Lucia" not in text
    events = vobject.readOne(text).contents.get("vevent", [])
    assert len({event.uid.value for event in events}) == len(events)
    return [_told(event) for event in events]


def _told(event: object) -> Told:
    begins: datetime = event.dtstart.value  # type: ignore[attr-defined]
    ends: datetime = event.dtend.value  # type: ignore[attr-defined]
    # By the file's own rules for the clock and by the machine's: the same moment.
    assert begins.timestamp() == begins.replace(tzinfo=ROME).timestamp()
    return (
        f"{begins:%Y-%m-%d}", f"{begins:%H:%M}–{ends:%H:%M}",
        event.summary.value, event.status.value,  # type: ignore[attr-defined]
    )  # fmt: skip


def in_charge(seat: Seat, house: House) -> str:
    house.move_to(moment(date(2026, 10, 5)))
    carla = seat(cast.CARLA)
    steps.import_list(carla, HEADINGS + LUCIA, rows=1)
    steps.assign_all(carla, "Anna Prova", ["Campioni"])
    house.move_to(moment(date(2026, 10, 6)))
    anna = seat(cast.ANNA)
    anna.follow("Nucleo Campioni", within="aside")
    return anna.id_here()


def book(anna: Desk, case: str, day: date, hour: str) -> str:
    """Within one click of the case."""
    anna.open(f"/casi/{case}/")
    anna.follow("Prendi un appuntamento")
    anna.heading("Prendi un appuntamento")
    anna.write_day("Giorno", day)
    anna.write("Dalle", hour)
    anna.press("Mettilo in agenda")
    anna.sees("L’appuntamento è in agenda")
    return anna.id_here()


def open_places(anna: Desk) -> None:
    anna.open("/agenda/posti/")
    anna.follow("Apri posti")
    anna.page.get_by_label("Martedì").check()
    anna.page.locator("[name=operator]").select_option(label="Anna Prova")
    anna.write("Dalle", "09:00")
    anna.page.locator("[name=closes]").fill("10:00")
    anna.write_day("Primo giorno", date(2026, 11, 3))
    anna.page.locator("[name=last_day]").fill("2026-12-15")
    anna.press("Apri i posti")
    anna.sees("I posti sono aperti")


def settle(anna: Desk, appointment: str, how: str) -> None:
    anna.open(f"/agenda/appuntamenti/{appointment}/")
    anna.press(how)
    anna.sees("Annotato")


def test_a_month_of_a_workers_agenda_read_by_a_calendar_program(seat: Seat, house: House) -> None:
    case = in_charge(seat, house)
    anna = seat(cast.ANNA)
    summer, winter = (book(anna, case, day, "15:00") for day in (date(2026, 10, 20), date(2026, 10, 27)))
    house.move_to(moment(date(2026, 10, 27), 17))
    settle(anna, summer, "C’è stato")
    settle(anna, winter, "Non è venuto nessuno")

    house.move_to(moment(date(2026, 11, 2)))
    open_places(anna)
    given_back = book(anna, case, date(2026, 11, 5), "11:00")
    anna.write("Perché", "Ha telefonato")
    anna.press("Annulla l’appuntamento")
    anna.sees("Annotato")
    assert given_back

    # A place on the day that will be closed, and one that is kept.
    for day in (17, 24):
        anna.open("/agenda/posti/")
        anna.page.locator("aside").get_by_role("link", name="Informazioni e orientamento").click()
        anna.follow(f"{day} novembre")
        anna.follow("Dai un posto")
        anna.page.locator("[name=case]").select_option(index=1)
        anna.press("Prendi il posto")
        anna.sees("Il posto è preso")
    house.accanto("shell", "-c", CLOSE)
    anna.open("/agenda/")
    anna.sees("1 persona da chiamare")
    anna.follow("Guarda chi")
    anna.sees("Disinfestazione")
    anna.press("Avvisato")
    anna.sees("Non c’è nessuno da chiamare")

    house.move_to(moment(date(2026, 11, 24), 9, 20))
    anna.open("/agenda/")
    anna.follow("Informazioni e orientamento")
    anna.press("È venuto")
    anna.sees("Annotato")

    # Bad days: a holiday, an hour that the clock jumps over.
    for day, hour, words in (
        (date(2026, 12, 8), "09:00", "giorno festivo"),
        (date(2027, 3, 28), "02:30", "non esistono"),
    ):
        anna.foreseen.add(422)
        anna.open(f"/agenda/nuovo/?caso={case}")
        anna.write_day("Giorno", day)
        anna.write("Dalle", hour)
        anna.press("Mettilo in agenda")
        anna.sees(words)
    for day in (date(2027, 3, 26), date(2027, 3, 30)):
        book(anna, case, day, "09:00")

    anna.open("/agenda/calendario/")
    anna.press("Crea l’indirizzo")
    url = anna.page.locator("[data-calendar-address]").inner_text()
    tuesdays = [date(2026, 11, 3) + timedelta(days=7 * n) for n in range(7)]
    expected: list[Told] = [
        ("2026-10-20", "15:00–16:00", "Incontro periodico", "CONFIRMED"),
        ("2026-10-27", "15:00–16:00", "Incontro periodico", "CONFIRMED"),
        ("2026-11-05", "11:00–12:00", "Incontro periodico", "CANCELLED"),
        ("2027-03-26", "09:00–10:00", "Incontro periodico", "CONFIRMED"),
        ("2027-03-30", "09:00–10:00", "Incontro periodico", "CONFIRMED"),
    ]
    for day in tuesdays:
        if day == date(2026, 12, 8):
            continue
        for hours in ("09:00–09:30", "09:30–10:00"):
            taken = int(day == date(2026, 11, 24) and hours == "09:00–09:30")
            state = "CANCELLED" if day == date(2026, 11, 17) else "CONFIRMED"
            expected.append((day.isoformat(), hours, f"Informazioni e orientamento: {taken} di 1", state))
    assert read(url) == sorted(expected)

    anna.open("/agenda/calendario/")
    anna.press("Revoca l’indirizzo")
    anna.agree()
    anna.sees("non apre più nulla")
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(url, timeout=30)  # noqa: S310 - our own server
