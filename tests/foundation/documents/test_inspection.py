"""Hostile and broken files: each is refused for what it is, with a sentence; good ones pass unchanged."""

import io
import struct
import tracemalloc

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from accanto.core.pdf import SOURCE
from accanto.foundation.documents.enums import DocumentKind
from accanto.foundation.documents.errors import Fault, FileRefused
from accanto.foundation.documents.file_types import rules_of
from accanto.foundation.documents.inspection import inspect
from accanto.foundation.documents.names import clean_name
from tests.foundation.documents import samples


def kept(content: bytes, filename: str = "carta.pdf", kind: str = "attachment") -> tuple[str, str, bytes]:
    with inspect(io.BytesIO(content), filename=filename, kind=kind) as found:
        return found.type.code, found.filename, b"".join(found.chunks())


def refused(content: bytes, filename: str = "carta.pdf", kind: str = "attachment") -> tuple[Fault, str]:
    with (
        translation.override("it"),
        pytest.raises(FileRefused) as refusal,
        inspect(io.BytesIO(content), filename=filename, kind=kind),
    ):
        pass
    assert refusal.value.field == "file"
    return refusal.value.fault, str(refusal.value)


GOOD = {
    "carta.pdf": samples.pdf(),
    "firma.png": samples.png(),
    "intrecciata.png": samples.png(1, 1, woven=1),
    "foto.jpg": samples.jpeg(),
    "FOTO.JPEG": samples.jpeg(),
    "nota.txt": "Perché no: è già così.\n".encode(),
    "vecchia.txt": "Perché no".encode("cp1252"),
    "lettera.docx": samples.docx(),
    "conti.xlsx": samples.archive(samples.XLSX),
    "lettera.odt": samples.odt(),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_good_file_is_kept_as_it_came(name: str) -> None:
    assert kept(GOOD[name], name)[1:] == (name, GOOD[name])


def test_every_kind_of_document_says_what_it_takes() -> None:
    assert {kind.value for kind in DocumentKind} == {k.value for k in DocumentKind if rules_of(k).types}


DISGUISED = {
    "a program renamed": (b"MZ\x90\x00" + b"\0" * 500, "carta.pdf", Fault.NOT_ITS_NAME, "un programma"),
    "a Linux program": (b"\x7fELF" + b"\0" * 50, "foto.png", Fault.NOT_ITS_NAME, "un programma"),
    "a shell script": (b"#!/bin/sh\nrm -rf /\n", "nota.txt", Fault.NOT_ITS_NAME, "un programma"),
    "a page renamed": (b"<!DOCTYPE html><html>", "nota.txt", Fault.NOT_ITS_NAME, "una pagina web"),
    "a page as a picture": (b"<html><script>alert(1)</script>", "foto.png", Fault.NOT_ITS_NAME, "una pagina web"),
    "a drawing with a script": (
        b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        "logo.svg", Fault.NOT_TAKEN, "SVG",
    ),
    "a drawing renamed": (b"<svg onload='alert(1)'/>", "logo.png", Fault.NOT_ITS_NAME, "SVG"),
    "GIF with JavaScript": (b"GIF89a/*\x01\x02*/=1;alert(1)", "foto.gif", Fault.NOT_TAKEN, "JPEG"),
    "GIF renamed": (b"GIF89a" + b"\0" * 20, "foto.jpg", Fault.NOT_ITS_NAME, "immagine"),
    "an archive": (samples.archive({"a.exe": b"MZ"}), "tutto.zip", Fault.NOT_TAKEN, "archivio"),
    "an archive renamed": (samples.archive({"a.txt": "a"}), "lettera.docx", Fault.NOT_ITS_NAME, "archivio"),
    "RAR": (b"Rar!\x1a\x07\x00", "tutto.rar", Fault.NOT_TAKEN, "archivio"),
    "old Word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "vecchio.doc", Fault.NOT_TAKEN, ".docx"),
    "locked Word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "chiuso.docx", Fault.NOT_ITS_NAME, "password"),
    "a telephone's photo": (b"\0\0\0\x18ftypheic\0\0", "IMG_1.heic", Fault.NOT_TAKEN, "telefono"),
    "a film": (b"\0\0\0\x18ftypmp42\0\0", "video.mp4", Fault.NOT_TAKEN, "film"),
    "RTF": (b"{\\rtf1 x}", "carta.rtf", Fault.NOT_TAKEN, "RTF"),
    "who knows": (b"\x00\x01\x02\x03", "cosa.bin", Fault.NOT_TAKEN, "PDF"),
    "PDF called PNG": (samples.pdf(), "carta.png", Fault.NOT_ITS_NAME, "PDF"),
    "PDF called exe": (samples.pdf(), "carta.pdf.exe", Fault.NOT_ITS_NAME, "PDF"),
    "XLSX called DOCX": (samples.archive(samples.XLSX), "a.docx", Fault.NOT_ITS_NAME, "XLSX"),
    "text where no text is taken": (b"ciao", "firma.txt", Fault.NOT_TAKEN, "PDF, PNG, JPG"),
}  # fmt: skip


@pytest.mark.parametrize("name", DISGUISED)
def test_a_file_is_what_its_content_is(name: str) -> None:
    content, filename, fault, word = DISGUISED[name]
    kind = "signature" if name.startswith("text where") else "attachment"
    found, sentence = refused(content, filename, kind)
    assert (found, word in sentence) == (fault, True), sentence


HARMFUL = {
    "PDF and archive": (samples.pdf(after=samples.archive({"a.exe": b"MZ"})), "a.pdf", Fault.DISGUISED),
    "PDF with words after its end": (samples.pdf(after=b"<script>alert(1)</script>"), "a.pdf", Fault.DISGUISED),
    "PDF and page": (b"%PDF-1.4\n<html><script>" + samples.pdf(), "a.pdf", Fault.DISGUISED),
    "PDF cut off": (samples.pdf()[:-30], "a.pdf", Fault.DAMAGED),
    "PDF of nothing": (b"%PDF-", "a.pdf", Fault.DAMAGED),
    "PDF with program code": (samples.pdf(b"<< /S /JavaScript /JS (app.alert(1)) >>"), "a.pdf", Fault.ACTIVE),
    "PDF with hidden code": (samples.pdf(b"<< /S /J#61vaScr#69pt /JS (x) >>"), "a.pdf", Fault.ACTIVE),
    "PDF that starts a program": (samples.pdf(b"<< /S /Launch /F (cmd.exe) >>"), "a.pdf", Fault.ACTIVE),
    "PDF with packed code": (
        samples.pdf(samples.stream(b"/Type /ObjStm /N 1 /First 4", b"5 0 << /S /JavaScript >>")), "a.pdf", Fault.ACTIVE,
    ),
    "PDF with a password": (samples.pdf(b"trailer << /Encrypt 5 0 R >>"), "a.pdf", Fault.LOCKED),
    "PDF that carries a program": (
        samples.pdf(samples.stream(b"/Type /EmbeddedFile", b"MZ\x90\x00")), "a.pdf", Fault.ACTIVE,
    ),
    "PDF that carries an archive": (
        samples.pdf(samples.stream(b"/Type /EmbeddedFile", samples.docx())), "a.pdf", Fault.ACTIVE,
    ),
    "PDF that unpacks without end": (
        samples.pdf(samples.stream(b"/Type /ObjStm", b" " * 60_000_000)), "a.pdf", Fault.BOMB,
    ),
    "PNG and archive": (samples.png() + samples.archive({"a": "b"}), "a.png", Fault.DISGUISED),
    "PNG and something": (samples.png() + b"x", "a.png", Fault.DISGUISED),
    "PNG cut off": (samples.png()[:-20], "a.png", Fault.DAMAGED),
    "PNG with a wrong sum": (samples.png().replace(b"IHDR\0\0\0\x04", b"IHDR\0\0\0\x05"), "a.png", Fault.DAMAGED),
    "PNG without its pixels": (samples.png(400, 300, pixels=b"\0" * 100), "a.png", Fault.DAMAGED),
    "PNG with too many pixels inside": (samples.png(pixels=b"\0" * 5_000_000), "a.png", Fault.DAMAGED),
    "PNG of 50,000 by 50,000": (samples.png(50_000, 50_000, pixels=b"\0"), "a.png", Fault.BOMB),
    "PNG of no size": (samples.png(0, 5), "a.png", Fault.DAMAGED),
    "PNG head only": (samples.PNG_HEAD, "a.png", Fault.DAMAGED),
    "JPEG and archive": (samples.jpeg(after=samples.archive({"a": "b"})), "a.jpg", Fault.DISGUISED),
    "JPEG and page": (samples.jpeg(after=b"<html><script>"), "a.jpg", Fault.DISGUISED),
    "JPEG cut off": (samples.jpeg()[:-6], "a.jpg", Fault.DAMAGED),
    "JPEG of 50,000 by 50,000": (samples.jpeg(50_000, 50_000), "a.jpg", Fault.BOMB),
    "JPEG of nothing": (b"\xff\xd8\xff\xd9", "a.jpg", Fault.DAMAGED),
    "JPEG with a loose length": (b"\xff\xd8\xff\xe1\xff\xffabc", "a.jpg", Fault.DAMAGED),
    "Word with macros": (samples.docx({"word/vbaProject.bin": b"\xd0\xcf"}), "a.docx", Fault.ACTIVE),
    "Word with macros renamed": (
        samples.docx({"[Content_Types].xml": "<Types>vnd.ms-word.document.macroEnabled.main+xml</Types>"}),
        "a.docx", Fault.ACTIVE,
    ),
    "Word with an object inside": (samples.docx({"word/embeddings/oleObject1.bin": b"x"}), "a.docx", Fault.ACTIVE),
    "Word with a template from elsewhere": (
        samples.docx({"word/_rels/settings.xml.rels":
            '<Relation Type="http://x/attachedTemplate" Target="http://example.org/a" TargetMode="External"/>'}),
        "a.docx", Fault.ACTIVE,
    ),
    "OpenDocument with Basic": (
        samples.odt({"Basic/a.xml": "x"}),
        "a.odt", Fault.ACTIVE,
    ),
    "bomb": (samples.bomb(), "a.docx", Fault.BOMB),
    "bomb that lies": (samples.lying_bomb(), "a.docx", Fault.BOMB),
    "bomb of entities": (samples.docx({"word/a.xml": '<!DOCTYPE a [<!ENTITY b "cccc">]><a/>'}), "a.docx", Fault.BOMB),
    "too many parts": (samples.docx({f"word/{n}": "" for n in range(2_100)}), "a.docx", Fault.BOMB),
    "locked archive": (samples.locked_archive(), "a.docx", Fault.LOCKED),
    "archive behind a program": (b"PK\x03\x04MZ" + samples.docx(), "a.docx", Fault.DISGUISED),
    "archive cut off": (samples.docx()[:-40], "a.docx", Fault.DAMAGED),
    "text with an archive behind": (b"ciao\n" * 2000 + samples.archive({"a": "b"}), "a.txt", Fault.DISGUISED),
    "empty": (b"", "a.pdf", Fault.EMPTY),
}  # fmt: skip


@pytest.mark.parametrize("name", HARMFUL)
def test_a_harmful_or_broken_file_is_refused_in_a_sentence(name: str) -> None:
    content, filename, fault = HARMFUL[name]
    found, sentence = refused(content, filename)
    assert found == fault, sentence
    assert sentence.endswith(".")
    assert "  " not in sentence
    assert "%(" not in sentence


def test_what_is_too_large_is_refused_by_its_size_before_it_is_read() -> None:
    class Unread(io.RawIOBase):
        def seek(self, place: int, whence: int = 0) -> int:
            return 0

        def tell(self) -> int:
            return 1024**3

        def read(self, size: int = -1) -> bytes:
            raise AssertionError("it was read")

    with pytest.raises(FileRefused) as refusal, inspect(Unread(), filename="a.pdf", kind="attachment"):  # type: ignore[arg-type]
        pass
    assert refusal.value.fault == Fault.TOO_BIG


def test_a_bomb_costs_little_memory() -> None:
    packed = samples.bomb()
    tracemalloc.start()
    refused(packed, "a.docx")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8 * 1024 * 1024


def test_a_picture_leaves_behind_where_and_when_it_was_taken() -> None:
    secret = b"43.9335 N 10.9173 E"
    words = samples.segment(0xFE, b"Lucia") + samples.segment(0xED, b"Photoshop 3.0\0IPTC Lucia")
    code, _name, content = kept(
        samples.jpeg(before=samples.exif(1) + words, after=b"a film of a second"), "a.jpg"
    )
    assert (code, content) == ("jpeg", samples.jpeg())
    texts = samples.piece(b"tEXt", b"Location\0" + secret) + samples.piece(b"eXIf", b"II*\0" + secret)
    assert kept(samples.png(extra=texts), "a.png")[2] == samples.png()


@pytest.mark.parametrize("turn", range(2, 9))
def test_a_photo_taken_sideways_stays_the_right_way_up(turn: int) -> None:
    content = kept(samples.jpeg(before=samples.exif(turn)), "a.jpg")[2]
    assert b"10.9173" not in content
    place = content.index(b"Exif\0\0MM\0*")
    assert struct.unpack_from(">H", content, place + 6 + 8 + 2 + 8) == (turn,)
    assert kept(content, "a.jpg")[2] == content


def test_a_pdf_may_carry_data_and_our_own_papers_pass() -> None:
    data = samples.stream(b"/Type /EmbeddedFile /Subtype /application#2Fjson", b'{"version": 1}')
    assert kept(samples.pdf(data))[0] == "pdf"
    import typst

    made = bytes(typst.compile(b'= Patto\n#pdf.attach("a.json", bytes("{}"))', format="pdf"))  # type: ignore[call-overload]
    assert kept(made)[2] == made
    assert SOURCE.exists()


HEADS = [b"%PDF-1.7\n", samples.PNG_HEAD, b"\xff\xd8\xff\xe0", b"PK\x03\x04", b""]
NAMES = ["a.pdf", "a.png", "a.jpg", "a.docx", "a.txt"]


@pytest.mark.parametrize(
    ("given_name", "made"),
    [
        ("C:\\Users\\lucia\\carta.pdf", "carta.pdf"),
        ("../../etc/passwd", "passwd"),
        ("fattura\u202efdp.exe", "fatturafdp.exe"),
        ("car\u200bta\x00\r\n.pdf", "carta.pdf"),
        ("  .nascosto. ", "nascosto"),
        ("a" * 300 + ".pdf", "a" * 116 + ".pdf"),
        ("a" * 300, "a" * 120),
        ('a<b>"c".pdf', "a-b--c-.pdf"),
        ("/", ""),
        ("perche\u0301.pdf", "perché.pdf"),
    ],
)
def test_a_name_is_made_harmless(given_name: str, made: str) -> None:
    assert clean_name(given_name) == made


def test_a_file_without_a_name_gets_one_and_the_ending_of_its_type() -> None:
    with translation.override("it"):
        assert kept(samples.pdf(), "/")[1] == "documento.pdf"
    assert kept(samples.pdf(), "carta")[1] == "carta.pdf"


@given(st.binary(max_size=400), st.sampled_from(HEADS), st.sampled_from(NAMES))
def test_whatever_the_bytes_the_answer_is_yes_or_a_refusal(body: bytes, head: bytes, name: str) -> None:
    try:
        kept(head + body, name)
    except FileRefused:
        return


@given(
    st.data(),
    st.sampled_from([samples.jpeg(before=samples.exif(6)), samples.png(), samples.docx(), samples.pdf()]),
)
def test_one_byte_spoilt_anywhere_never_breaks_the_reader(data: st.DataObject, whole: bytes) -> None:
    spoilt = bytearray(whole)
    spoilt[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    for name in ("a.pdf", "a.png", "a.jpg", "a.docx"):
        try:
            kept(bytes(spoilt), name)
        except FileRefused:
            continue
