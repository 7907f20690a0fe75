"""What several journeys do in the same way, through the pages."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from playwright.sync_api import Locator

from tests.journeys.desk import Desk

NORTH = "Polo Pistoia Nord"


def import_list(desk: Desk, text: str, *, rows: int) -> None:
    """From the file to the report; the worker of the house does the import and the page follows it."""
    desk.open("/esiti/importazioni/nuova/")
    desk.field("file").set_input_files({"name": "esiti.csv", "mimeType": "text/csv", "buffer": text.encode()})
    desk.press("Leggi il file")
    desk.heading("Che cosa c’è in ogni colonna")
    desk.press("Guarda che cosa cambia")
    desk.heading("Che cosa cambia")
    desk.sees(f"su {rows} rig")
    desk.press("Importa")
    desk.sees("Tutte le righe sono state prese")


def waiting_row(desk: Desk, label: str) -> Locator:
    """The row of a household that waits for somebody."""
    named = desk.page.locator(".as-who").get_by_text(label, exact=True)
    return desk.page.locator("li.as-row").filter(has=named)


def assign_all(desk: Desk, worker: str, labels: Iterable[str]) -> None:
    """Tick them, choose the worker beside each, confirm once."""
    desk.open("/assegnazioni/")
    for label in labels:
        row = waiting_row(desk, label)
        row.get_by_role("checkbox").check()
        entry = row.get_by_role("combobox").locator("option").filter(has_text=worker)
        row.get_by_role("combobox").select_option(entry.first.get_attribute("value"))
    desk.press("Conferma le assegnazioni")
    desk.sees("già avvisat")


def open_tab(desk: Desk, case: str, tab: str) -> None:
    desk.open(f"/casi/{case}/")
    tabs = desk.page.locator("nav.ac-tabs")
    if not tabs.locator("[data-tabs]").get_by_role("link", name=tab).count():
        tabs.locator("#ac-tab-more").click()
    tabs.get_by_role("link", name=tab).click()
    tabs.locator("[aria-current], [data-current]").filter(has_text=tab).first.wait_for()


def convoke(desk: Desk, case: str, label: str, starts_at: datetime) -> str:
    """The first meeting, with Bruno; gives the id of the convocation, whose page stays open."""
    open_tab(desk, case, "Percorso")
    desk.follow("Convoca")
    desk.heading(f"Convoca il nucleo {label}")
    desk.write_day("Giorno", starts_at.date())
    desk.write("Ora (", starts_at.strftime("%H:%M"))
    desk.choose("Dove", NORTH)
    desk.choose("Consulente", "Bruno Test")
    desk.press("Fissa l’incontro")
    desk.heading("Primo incontro")
    return desk.id_here()


def record_sending(desk: Desk, sent_at: datetime, proof: str) -> None:
    desk.pick("Come è partita", "SMS")
    desk.write_moment("Quando", sent_at)
    desk.write("Che cosa lo prova", proof)
    desk.press("Registra l’invio")
    desk.sees(proof)


def record_as_held(desk: Desk, convocation: str) -> None:
    desk.open(f"/percorsi/convocazioni/{convocation}/")
    desk.pick("Com’è andata?", "Sono venuti")
    desk.press("Registra", within="#outcome")
    desk.sees("Registrato da")


def meet(desk: Desk, case: str, label: str, starts_at: datetime, called_at: datetime) -> None:
    """Called at one moment, met at the other: the clock of the house moves."""
    desk.house.move_to(called_at)
    convocation = convoke(desk, case, label, starts_at)
    record_sending(desk, called_at, f"ricevuta {label}")
    desk.house.move_to(starts_at + timedelta(hours=1))
    record_as_held(desk, convocation)


# Section A

Answers = Mapping[str, str | list[str]]


def open_analysis(desk: Desk, case: str) -> str:
    """Begin section A; gives the id of the assessment."""
    open_tab(desk, case, "Valutazioni")
    desk.press("Comincia")
    desk.heading("Sezione A")
    return desk.id_here()


def box_of(desk: Desk, code: str) -> Locator:
    """The answer's place on the page, one for each member where it is asked of each."""
    return desk.page.locator(f"[data-answer='{code}'], [data-answer^='{code}.']")


def answer(desk: Desk, code: str, value: str | list[str]) -> None:
    """Give one answer (of the first member, where it is asked of each), and wait until it has saved itself."""
    box = box_of(desk, code).first
    for one in [value] if isinstance(value, str) else value:
        choice = box.locator(f"input:not([type=hidden])[value='{one}']")
        if choice.count():
            choice.check()
        else:
            words = box.locator("textarea, input[type=text]").first
            words.fill(one)
            words.blur()  # leaving the field saves it at once
    saved(box)


def saved(box: Locator) -> None:
    kept = "[data-answer-note][data-state=fresh], [data-answer-note][data-state=saved]"
    box.locator(kept).wait_for()


def fill(desk: Desk, answers: Answers) -> None:
    """Section after section, with the button that leads to the next one."""
    left = dict(answers)
    while left:
        for code in [code for code in left if box_of(desk, code).count()]:
            answer(desk, code, left.pop(code))
        if not left:
            break
        go_on = desk.page.locator("main").get_by_role("button", name="Vai a «")
        title = go_on.inner_text().split("«")[1].rstrip("»")
        go_on.click()
        desk.page.locator("[data-section-title]").get_by_text(title, exact=True).wait_for()


def close_analysis(desk: Desk, assessment: str, way: str) -> None:
    """Decide about the members and on the way, as proposed."""
    desk.open(f"/valutazioni/{assessment}/componenti/")
    desk.press("Decidi per tutti come proposto")
    desk.page.get_by_role("button", name="Decidi per tutti").wait_for(state="detached")
    desk.follow("Vai alla decisione")
    desk.press("Chiudi l’analisi")
    desk.sees(way)


# The project


def open_project(desk: Desk, case: str, label: str) -> str:
    open_tab(desk, case, "Progetto")
    desk.press("Comincia il progetto")
    desk.heading(f"Progetto del nucleo {label}")
    return desk.id_here()


def keep_piece(desk: Desk, told: str) -> None:
    """Confirm the form that opened in place, and see the piece on the sheet."""
    desk.press("Conferma", within="#piece-form")
    desk.page.locator("#piece-form").wait_for(state="detached")
    desk.sees(told)


def write_project(desk: Desk, project: str, person: str, who: str) -> None:
    """One goal with one action, one commitment, one support; and the words that open it."""
    desk.open(f"/progetti/{project}/")
    desk.follow("Aggiungi un obiettivo")
    desk.pick("Area della vita", "casa")
    desk.write("Che cosa deve cambiare", "Tenere la casa", within="#piece-form")
    keep_piece(desk, "Tenere la casa")
    desk.follow("Aggiungi un’azione")
    desk.write("Che cosa si fa", "Parlare con il proprietario", within="#piece-form")
    desk.choose("Chi lo fa", who, within="#piece-form")
    keep_piece(desk, "Parlare con il proprietario")
    desk.follow("Aggiungi un impegno")
    desk.pick("Chi si impegna", person)
    desk.write("Che cosa si impegna", "Pagare l’affitto ogni mese", within="#piece-form")
    keep_piece(desk, "Pagare l’affitto ogni mese")
    desk.follow("Aggiungi un sostegno")
    service = desk.labelled("Servizio", within="#piece-form")
    name = service.locator("option").nth(1).inner_text()
    service.select_option(index=1)
    keep_piece(desk, name)


def sign_by_drawing(desk: Desk) -> None:
    """On the page of one's own signature."""
    desk.sees("Firma di")
    desk.draw_signature()
    desk.page.get_by_label("Ho letto il progetto").check()
    desk.page.locator("#sign [data-primary]").click()


def sign_by_name(desk: Desk) -> None:
    desk.sees("Firma di")
    desk.pick("Come", "Scrivo il mio nome")
    desk.page.get_by_label("Ho letto il progetto").check()
    desk.page.locator("#sign [data-primary]").click()


def signatures(desk: Desk, project: str) -> str:
    desk.open(f"/progetti/{project}/firme/")
    return desk.page.locator("main h2").first.inner_text()


def start_signing(desk: Desk, project: str, who: str) -> None:
    desk.open(f"/progetti/{project}/firme/")
    party = desk.page.locator("main li").filter(has=desk.page.get_by_text(who, exact=True))
    party.get_by_role("link", name="Firma").first.click()


def start_from_the_worklist(desk: Desk, label: str) -> None:
    """A signature to give stands among the deadlines of who gives it."""
    desk.open("/scadenze/")
    row = desk.page.locator("main li").filter(has_text=f"Firma da mettere · nucleo {label}")
    row.get_by_role("link", name="Firma da mettere").first.click()


AREAS = ("functioning", "economic", "work", "education", "housing", "networks")


def start(desk: Desk, project: str) -> None:
    desk.open(f"/progetti/{project}/avvia/")
    desk.press("Avvia il progetto")
    desk.sees("Il progetto è avviato")


def review(desk: Desk, project: str) -> None:
    """Every commitment kept, every goal under way, every area half way."""
    desk.open(f"/progetti/{project}/verifica/")
    form = desk.page.locator("#review")
    for kept in form.locator("input[type=radio][value=yes]").all():
        kept.check()
    for under_way in form.locator("input[type=radio][value=under_way]").all():
        under_way.check()
    for area in AREAS:
        desk.tick(f"a_{area}", "3")
    desk.press("Registra la verifica")
    desk.sees("La verifica è registrata")


def close_project(desk: Desk, project: str, evaluation: str) -> None:
    desk.open(f"/progetti/{project}/chiudi/")
    for done in desk.page.locator("#close input[type=radio][value=done]").all():
        done.check()
    for area in AREAS:
        desk.tick(f"a_{area}", "4")
    desk.tick("outcome", "autonomy")
    desk.write("Valutazione", evaluation)
    desk.press("Chiudi il progetto", within="#close")
    desk.sees("Il progetto è chiuso")
    desk.sees(evaluation)


# The team


def plan_meeting(desk: Desk, starts_at: datetime, ends_at: datetime) -> str:
    desk.open("/equipe/nuova/")
    desk.write_day("Giorno", starts_at.date())
    desk.write("Dalle", starts_at.strftime("%H:%M"))
    desk.write("Alle", ends_at.strftime("%H:%M"))
    desk.write("Luogo", "Sala 2")
    desk.page.get_by_role("button", name="Programma", exact=True).click()
    desk.heading("Équipe di ")
    return desk.id_here()


def put_on_agenda(desk: Desk, case: str, question: str) -> None:
    open_tab(desk, case, "Équipe")
    desk.write("Domanda per l’équipe", question)
    desk.press("Iscrivi all’ordine del giorno")
    desk.sees("Il nucleo è all’ordine del giorno")


def decide(desk: Desk, meeting: str, label: str, words: str) -> None:
    desk.open(f"/equipe/{meeting}/")
    card = desk.page.locator("[data-agenda] li").filter(has_text=f"Nucleo {label}")
    card.get_by_role("link", name="Discuti").click()
    desk.heading(f"Nucleo {label}")
    desk.pick("L’équipe decide di", "scrivere il progetto")
    desk.write("Che cosa si è concordato", words)
    desk.press("Registra la decisione")
    desk.sees("decisione registrata")


def conclude(desk: Desk, meeting: str) -> None:
    """Everybody expected was there; the minutes are frozen."""
    desk.open(f"/equipe/{meeting}/")
    for there in desk.page.locator("#presenze").get_by_role("checkbox").all():
        there.check()
    desk.press("le presenze")
    desk.page.get_by_text("Presenze da registrare").wait_for(state="detached")
    desk.press("Concludi la riunione")
    desk.agree()
    desk.sees("Riunione conclusa")


# The case


def note(desk: Desk, text: str) -> None:
    """On the page of a case."""
    desk.page.locator("#note textarea").fill(text)
    desk.press("Registra", within="#note")
    desk.sees(text, within="#timeline")
