"""Documents inside a dossier: page after page with the numbers going on, and what is not in it said with its reason."""

import re
import struct
import subprocess
import zlib
from datetime import timedelta
from pathlib import Path

import pytest
import typst
from django.urls import reverse

from accanto.casework.record import operations
from accanto.casework.record.dossier import DossierWanted
from accanto.casework.record.enclosed import enclosed
from accanto.casework.record.shelter import shelter_of
from accanto.core.pdf import pages_in
from accanto.foundation.documents.models import Document
from accanto.foundation.documents.operations import store_document
from accanto.foundation.jobs.models import Job
from accanto.people.persons.operations import protect_person
from tests import cast
from tests.casework.record.conftest import as_seen, enter
from tests.casework.record.test_reports import text_of
from tests.scenarios import NOW, TODAY, Situation

pytestmark = pytest.mark.django_db
WANTED = DossierWanted(kinds=("diario",), enclosed=True)


def pdf_of(folder: Path, *pages: str) -> bytes:
    source = folder / "paper.typ"
    source.write_text("\n#pagebreak()\n".join(pages))
    return bytes(typst.compile(str(source), format="pdf"))


def picture() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 2, 2, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\x00\x10\xf0\x00\xf0\x10")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def kept(
    made: Situation, title: str, content: bytes, name: str, media_type: str, *, ago: int = 0
) -> Document:
    return store_document(
        kind="attachment", title=title, content=content, filename=name, media_type=media_type, by=made.anna,
        at=NOW - timedelta(minutes=ago), context=made.case.pk,
    )  # fmt: skip


@pytest.fixture
def full(made: Situation, tmp_path: Path) -> Situation:
    three = pdf_of(tmp_path, "Verbale pagina prima", "Verbale pagina seconda", "Verbale pagina terza")
    kept(made, "Verbale della scuola", three, "verbale.pdf", "application/pdf", ago=2)
    kept(made, "Fotografia della casa", picture(), "casa.png", "image/png", ago=1)
    kept(made, "Conti della famiglia", b"PK", "conti.ods", "application/vnd.oasis.opendocument.spreadsheet")
    kept(made, "Referto rovinato", b"%PDF-1.4 niente", "referto.pdf", "application/pdf")
    return made


def printed(made: Situation, wanted: DossierWanted = WANTED) -> bytes:
    case = as_seen(made, made.anna)
    return operations.print_dossier(case=case, wanted=wanted, by=made.anna, at=NOW)


def test_pages_are_counted_and_what_cannot_be_read_has_none(tmp_path: Path) -> None:
    file = tmp_path / "it.pdf"
    file.write_bytes(pdf_of(tmp_path, *map(str, range(7))))
    assert (pages_in(file, 400), pages_in(file, 5)) == (7, 5)
    file.write_bytes(b"%PDF-1.4 niente")
    assert pages_in(file, 400) == 0


def test_papers_stand_in_it_with_the_page_numbers_going_on_and_an_index_that_finds_them(
    full: Situation,
) -> None:
    pages = text_of(printed(full))
    assert all(f"Pagina {n} di {len(pages)}" in page for n, page in enumerate(pages, start=1))
    first = next(n for n, page in enumerate(pages, start=1) if "Verbale pagina prima" in page)
    assert "Verbale pagina seconda" in pages[first]
    assert "Verbale pagina terza" in pages[first + 1]
    assert "Fotografia della casa" in pages[first + 2]
    assert len(pages) == first + 3
    index = pages[1]
    for title, number in (("Verbale della scuola", first), ("Fotografia della casa", first + 3)):
        # A word joiner, which typst writes before a page number, is no word.
        assert re.search(rf"{title}[ .\u2060]*{number}\b", index), index[:600]
    assert "Conti della famiglia" not in index


def test_what_is_not_in_it_is_said_with_the_reason_and_that_it_is_no_archive(full: Situation) -> None:
    everything = " ".join(text_of(printed(full)))
    for words in (
        "né un PDF né un’immagine",
        "bloccate o rovinate",
        "4 pagine di documenti sono inserite come sono arrivate",
    ):
        assert words in everything
    alone = " ".join(text_of(printed(full, DossierWanted(kinds=("diario",)))))
    assert "Verbale pagina" not in alone
    assert "né un PDF né un’immagine" not in alone


def test_where_somebody_is_protected_no_file_is_put_in(full: Situation, tmp_path: Path) -> None:
    secret = pdf_of(tmp_path, "Abita in via degli Esempi 1")
    kept(full, "Lettera", secret, "lettera.pdf", "application/pdf")
    protect_person(
        person=full.family.lucia, kind="address", reason="violence_centre", source="Centro", starts_on=TODAY,
        by=full.anna, at=NOW,
    )  # fmt: skip
    everything = " ".join(text_of(printed(full)))
    assert "Esempi 1" not in everything
    assert "Verbale pagina" not in everything
    assert everything.count("guardalo prima di consegnarlo") == Document.objects.count()


def test_with_the_documents_it_is_long_work_and_is_kept_in_the_case(full: Situation) -> None:
    answer = enter(cast.ANNA).post(
        reverse("record_dossier", args=[full.case.pk]), {"kinds": ["diario"], "enclosed": "on"}
    )
    job = Job.objects.get()
    assert (answer.status_code, answer.url) == (302, reverse("job", args=[job.pk]))
    document = operations.store_dossier(case=as_seen(full, full.anna), wanted=WANTED, by=full.anna, at=NOW)
    assert (document.kind, document.context) == ("dossier", full.case.pk)
    # The one before is told in the next, and is not put into it.
    with enclosed([document], full.anna, shelter_of(full.case, TODAY)) as found:
        assert (found.papers, found.left) == ([], {document.pk: "un fascicolo stampato prima"})


def test_the_paper_is_sound(full: Situation) -> None:
    told = subprocess.run(["pdfinfo", "-"], input=printed(full), check=True, capture_output=True)
    assert b"Encrypted:       no" in told.stdout
