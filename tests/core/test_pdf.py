import shutil
import subprocess
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import translation

from accanto.core import pdf
from accanto.core.pdf import PdfError, fingerprint, letterhead_data, render_pdf

pytestmark = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler-utils")
TEMPLATE = """
#import "/core/templates_typst/letterhead.typ": letterhead, data, plain-table
#show: letterhead
= #data.title
#data.text
#plain-table(data.headings, data.rows, numbers: (1,))
"""
HOSTILE = '#let x = 1 $x^2$ \\ #import "@preview/evil:1.0.0" *bold* = Title @label <tag> `raw` // gone'


@pytest.fixture
def template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A template must stand under the root: the test makes a small root of its own."""
    (tmp_path / "core").mkdir()
    shutil.copytree(Path(pdf.__file__).parent / "templates_typst", tmp_path / "core" / "templates_typst")
    monkeypatch.setattr(pdf, "SOURCE", tmp_path)
    path = tmp_path / "template.typ"
    path.write_text(TEMPLATE, encoding="utf-8")
    return path


def data(text: str = "", rows: list[list[str]] | None = None) -> dict[str, object]:
    head = letterhead_data(
        title="Patto di inclusione",
        body="Società della Salute di Prova",
        address=["Viale degli Esempi 1", "51100 Pistoia"],
        recipient=["Alla famiglia Campioni"],
        protocol="2026/555",
        dated="Pistoia, 22 novembre 2026",
    )
    return {**head, "text": text, "headings": ["Voce", "Euro"], "rows": rows or [["Prova", "1.234,50"]]}


def words(content: bytes, path: Path) -> str:
    path.write_bytes(content)
    command = ["pdftotext", "-layout", str(path), "-"]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout


def test_the_pdf_is_tagged_archivable_and_in_the_readers_language(template: Path, tmp_path: Path) -> None:
    with translation.override("it"):
        content = render_pdf(template, data())
    file = tmp_path / "out.pdf"
    file.write_bytes(content)
    info = subprocess.run(["pdfinfo", str(file)], capture_output=True, check=True, text=True).stdout
    assert "Tagged:          yes" in info
    assert "Title:           Patto di inclusione" in info
    metadata = subprocess.run(
        ["pdfinfo", "-meta", str(file)], capture_output=True, check=True, text=True
    ).stdout
    assert "<pdfaid:part>3</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert "<dc:language>" in metadata
    assert "it" in metadata


def test_the_letterhead_says_who_where_when_and_which_page(template: Path, tmp_path: Path) -> None:
    given = data(rows=[[f"Riga {n}", "1,00"] for n in range(80)])
    text = words(render_pdf(template, given), tmp_path / "out.pdf")
    for expected in (
        "Società della Salute di Prova", "Viale degli Esempi 1", "2026/555", "22 novembre 2026",
        "Alla famiglia Campioni", "Riga 79", fingerprint(given),
    ):  # fmt: skip
        assert expected in text
    assert text.count("Voce") == text.count("\f")  # the heading of the table is on each page


def test_special_characters_survive(template: Path, tmp_path: Path) -> None:
    text = words(
        render_pdf(template, data("D’Angelò D'Angelò «così» 1.234,50 € perché È ñ ß č")), tmp_path / "o.pdf"
    )
    assert "D’Angelò D'Angelò «così» 1.234,50 € perché È ñ ß č" in text


def test_hostile_text_is_printed_and_never_run(template: Path, tmp_path: Path) -> None:
    text = " ".join(
        words(render_pdf(template, data(HOSTILE, [[HOSTILE, HOSTILE]])), tmp_path / "o.pdf").split()
    )
    assert HOSTILE in text


def test_a_mistake_in_the_template_is_a_clear_error(template: Path) -> None:
    template.write_text("#nothing-like-this", encoding="utf-8")
    with pytest.raises(PdfError, match=r"template\.typ: .*nothing-like-this"):
        render_pdf(template, data())
    with pytest.raises(TypeError, match="object cannot be printed"):
        render_pdf(template, {"x": object()})


def test_the_fingerprint_names_the_content_and_not_its_order() -> None:
    one = {"a": Decimal("1.50"), "b": datetime(2026, 1, 1, tzinfo=UTC)}
    assert fingerprint(one) == fingerprint(dict(reversed(one.items())))
    assert fingerprint(one) != fingerprint({**one, "a": Decimal("1.51")})


def test_the_same_data_and_moment_give_the_same_bytes(template: Path) -> None:
    made_at = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
    assert render_pdf(template, data(), made_at=made_at) == render_pdf(template, data(), made_at=made_at)
