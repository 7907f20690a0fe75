"""A case written as it goes: two interviews and a home visit, a correction, the network drawn, a report signed, the
dossier printed with its index."""

import re
import subprocess

import pytest

from tests import cast
from tests.house import House
from tests.journeys import situations
from tests.journeys.conftest import Seat
from tests.journeys.desk import Desk
from tests.present import NOW

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def note(anna: Desk, case: str, kind: str, text: str, *present: str) -> None:
    anna.open(f"/casi/{case}/")
    anna.page.locator("#note textarea").fill(text)
    anna.pick("Che cos’era", kind)
    if present:
        anna.page.locator("#note summary").click()
        for name in present:
            anna.page.locator("#note").get_by_label(name).check()
    anna.press("Registra", within="#note")
    anna.sees(text, within="#timeline")


def pages_of(pdf: bytes) -> list[str]:
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, check=True, capture_output=True)
    # A word joiner, which typst writes before a page number, is no word.
    return [
        " ".join(page.replace("\u2060", "").split())
        for page in done.stdout.decode().split("\f")
        if page.strip()
    ]


def test_a_case_is_written_drawn_told_and_printed(seat: Seat, house: House) -> None:
    house.move_to(NOW)
    case = situations.prepare(house, "a_family_to_visit")["case"]
    anna = seat(cast.ANNA)

    # The network first: a doctor who may then be ticked as present.
    anna.open(f"/fascicolo/{case}/famiglia/")
    anna.follow("Aggiungi qualcuno alla rete")
    anna.write("Come si chiama", "Dott.ssa Finti")
    anna.choose("Chi è", "medico di famiglia")
    anna.pick("Quanto è forte il legame", "forte")
    anna.press("Aggiungi alla rete")
    anna.sees("Dott.ssa Finti")
    drawn = anna.page.locator(".ac-ecomap a", has=anna.page.locator("title", has_text="Dott.ssa Finti"))
    assert drawn.count() == 1
    drawn.focus()  # a keyboard reaches it
    assert anna.page.evaluate("document.activeElement.querySelector('title').textContent").startswith(
        "Dott.ssa Finti"
    )

    note(anna, case, "Colloquio", "Lucia racconta del lavoro perso.", "Lucia Campioni")
    note(
        anna, case, "Colloquio", "Con la dottoressa si parla di Marta.", "Dott.ssa Finti (medico di famiglia)"
    )
    note(anna, case, "Visita domiciliare", "In casa fa fredo.")

    # One is corrected: the newest is shown, the older one can be read.
    anna.follow("Visita domiciliare", within="#timeline")
    anna.write("La nota, come deve essere", "In casa fa freddo.")
    anna.write("Perché la correggi", "Una lettera mancava")
    anna.press("Registra la correzione")
    anna.sees("Com’era prima")
    anna.sees("In casa fa fredo.")
    anna.open(f"/casi/{case}/")
    anna.sees("corretto il")
    assert "fredo" not in anna.reads(within="#timeline")
    # Back after saving: the entry is there once.
    anna.page.go_back()
    anna.open(f"/casi/{case}/?mostra=diario&tipo=home_visit")
    assert anna.page.locator("#timeline .ac-timeline > li").count() == 1

    # A report begins with what the data say, is written, signed, frozen.
    anna.open(f"/fascicolo/{case}/relazioni/")
    anna.page.locator("li.ac-card").filter(has_text="Presenta il nucleo").get_by_role("button").click()
    anna.heading("Nucleo Campioni")
    assert "Lucia Campioni" in anna.labelled("Il nucleo").input_value()
    anna.write("A chi", "Tribunale per i minorenni di prova")
    for section, words in (
        ("Perché si scrive", "La chiede il tribunale."),
        ("Fatti accertati", "Il riscaldamento è spento."),
        ("Valutazione professionale", "La famiglia va sostenuta."),
    ):
        anna.write(section, words)
    anna.press("Salva la bozza")
    anna.sees("La bozza è salvata")
    anna.press("Firma la bozza salvata")
    anna.agree()
    anna.sees("Firmata: sta tra i documenti")
    assert "Il riscaldamento è spento." in " ".join(pages_of(anna.file("Apri la carta firmata")))

    # The dossier: every page numbered, the index right, the doctor told by what she is.
    anna.open(f"/fascicolo/{case}/stampa/")
    with anna.page.expect_download() as saving:
        anna.press("Stampa", within="#dossier")
    pages = pages_of(saving.value.path().read_bytes())
    assert all(f"Pagina {n} di {len(pages)}" in page for n, page in enumerate(pages, start=1))
    assert all("Stampato da Anna Prova" in page for page in pages)
    for title in ("Il nucleo e il suo percorso", "Relazioni sociali firmate", "Documenti conservati"):
        told = re.search(rf"{title}[ .]*(\d+)", pages[1])
        assert told, f"{title} is not in the index: {pages[1]}"
        assert title in pages[int(told.group(1)) - 1]
    everything = " ".join(pages)
    assert "In casa fa freddo." in everything
    assert "Finti" not in everything
    assert "[medico di famiglia]" in everything
