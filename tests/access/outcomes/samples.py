"""Invented lists: people who look invented, codes computed from their names."""

import csv
import io
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from codicefiscale import codicefiscale

from accanto.access.outcomes.models import OutcomeImport
from accanto.access.outcomes.operations import run_import, start_import
from tests.scenarios import NOW

HEADINGS = [
    "protocollo", "data_domanda", "codice_fiscale", "cognome", "nome", "data_nascita", "comune",
    "esito", "data_esito", "motivo",
]  # fmt: skip
MEMBER_HEADINGS = ["protocollo", "codice_fiscale", "cognome", "nome", "data_nascita", "relazione"]
SURNAMES = ["Campioni", "Esempio", "Prova", "Finti", "Immaginari", "Modello", "Inventati", "Bozzetti"]
NAMES = [
    ("Ada", "F"),
    ("Bice", "F"),
    ("Carlo", "M"),
    ("Dino", "M"),
    ("Elsa", "F"),
    ("Fabio", "M"),
    ("Gina", "F"),
]


def code_of(last: str, first: str, born: date, sex: str = "F", place: str = "G713") -> str:
    return codicefiscale.encode(last, first, sex, born.isoformat(), place)


def row(
    protocol: str = "INPS-1",
    *,
    last: str = "Campioni",
    first: str = "Ada",
    born: date = date(1980, 5, 14),
    sex: str = "F",
    town: str = "Pistoia",
    outcome: str = "accolta",
    on: date | None = date(2026, 10, 30),
    submitted: date = date(2026, 9, 1),
    reason: str = "",
    code: str | None = None,
) -> list[str]:
    """A row in the order of HEADINGS; the code is computed unless given."""
    code = code_of(last, first, born, sex) if code is None else code
    day = on.strftime("%d/%m/%Y") if on else ""
    return [
        protocol, submitted.strftime("%d/%m/%Y"), code, last, first, born.strftime("%d/%m/%Y"), town,
        outcome, day, reason,
    ]  # fmt: skip


def many(count: int, *, outcome: str = "accolta", start: int = 0) -> list[list[str]]:
    """Different people, in a fixed order."""
    rows = []
    for number in range(start, start + count):
        first, sex = NAMES[number % len(NAMES)]
        last = SURNAMES[number // len(NAMES) % len(SURNAMES)]
        born = date(1950, 1, 1) + timedelta(days=number)
        rows.append(row(f"INPS-{number:06}", last=last, first=first, sex=sex, born=born, outcome=outcome))
    return rows


def as_csv(rows: Sequence[Sequence[str]], headings: Sequence[str] = HEADINGS) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(headings)
    writer.writerows(rows)
    return text.getvalue().encode()


def as_xlsx(path: Path, sheets: dict[str, Sequence[Sequence[object]]]) -> bytes:
    import xlsxwriter

    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, cells in enumerate(rows):
                for place, cell in enumerate(cells):
                    if isinstance(cell, int):
                        sheet.write_number(number, place, cell)
                    else:
                        sheet.write_string(number, place, str(cell))
    return path.read_bytes()


def begin(
    content: bytes, *, filename: str = "esiti.csv", source: str = "INPS", by=None, at=NOW
) -> OutcomeImport:
    return start_import(source=source, filename=filename, content=content, by=by, at=at)


def imported(
    content: bytes, *, filename: str = "esiti.csv", source: str = "INPS", by=None, at=NOW
) -> OutcomeImport:
    row = begin(content, filename=filename, source=source, by=by, at=at)
    return run_import(outcome_import=row, by=by, at=at)


def counts(done: OutcomeImport) -> tuple[int, int, int, int, int]:
    """read, created, updated, unchanged, rejected."""
    return done.read, done.created, done.updated, done.unchanged, done.rejected


def refusals(done: OutcomeImport) -> list[tuple[int, str, str]]:
    return [(one.row, one.column, one.reason) for one in done.rejected_rows.all()]
