"""What a file is by its first bytes; what is not taken gets a sentence that says what to do instead."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_AGAIN = _("Choose another file.")
_AS_PDF = _("Save or print it as PDF and choose that file.")


@dataclass(frozen=True)
class Stranger:
    """A kind of file that is never taken."""

    what: str | Promise
    remedy: str | Promise = _AGAIN


PROGRAM = Stranger(_("a program"))
WEB_PAGE = Stranger(_("a web page, which can hold program code"), _AS_PDF)
DRAWING = Stranger(_("a drawing that can hold program code (SVG)"), _("Save it as PNG or PDF."))
ARCHIVE = Stranger(_("a compressed archive"), _("Open it and choose the files inside, one at a time."))
OLD_OFFICE = Stranger(
    _("an old Office document, or one locked by a password"),
    _("Open it, save it as .docx, .xlsx or PDF without a password, and choose that file."),
)
PHONE_PHOTO = Stranger(
    _("a photo in the telephone’s own format"),
    _("In the camera’s settings choose the most compatible format (JPEG), or save the photo as JPEG."),
)
FILM = Stranger(_("a film or a recording"))
PICTURE = Stranger(_("a picture of another kind"), _("Save it as JPEG or PNG."))
RICH_TEXT = Stranger(_("a text that can hold other objects (RTF)"), _AS_PDF)
PRINTER = Stranger(_("instructions for a printer (PostScript)"), _AS_PDF)
UNKNOWN = Stranger(_("a file of a kind that we do not know"), _AS_PDF)

_HEADS: tuple[tuple[bytes, str | Stranger], ...] = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", ARCHIVE),
    (b"PK\x07\x08", ARCHIVE),
    (b"MZ", PROGRAM),
    (b"\x7fELF", PROGRAM),
    (b"\xca\xfe\xba\xbe", PROGRAM),
    (b"\xcf\xfa\xed\xfe", PROGRAM),
    (b"\xce\xfa\xed\xfe", PROGRAM),
    (b"dex\n", PROGRAM),
    (b"L\x00\x00\x00\x01\x14\x02\x00", PROGRAM),
    (b"#!", PROGRAM),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLD_OFFICE),
    (b"Rar!\x1a\x07", ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", ARCHIVE),
    (b"\x1f\x8b", ARCHIVE),
    (b"BZh", ARCHIVE),
    (b"\xfd7zXZ\x00", ARCHIVE),
    (b"\x28\xb5\x2f\xfd", ARCHIVE),
    (b"MSCF", ARCHIVE),
    (b"GIF87a", PICTURE),
    (b"GIF89a", PICTURE),
    (b"BM", PICTURE),
    (b"II*\x00", PICTURE),
    (b"MM\x00*", PICTURE),
    (b"{\\rtf", RICH_TEXT),
    (b"%!PS", PRINTER),
    (b"\x1aE\xdf\xa3", FILM),
    (b"OggS", FILM),
    (b"ID3", FILM),
)
_MARKUP: tuple[tuple[bytes, Stranger], ...] = (
    (b"<svg", DRAWING),
    (b"<html", WEB_PAGE),
    (b"<!doctype", WEB_PAGE),
    (b"<script", WEB_PAGE),
    (b"<body", WEB_PAGE),
    (b"<iframe", WEB_PAGE),
    (b"<?php", PROGRAM),
    (b"<?xml", WEB_PAGE),
)
_BRANDS: Mapping[bytes, Stranger] = dict.fromkeys(
    (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif", b"heif"), PHONE_PHOTO
)


def identify(head: bytes) -> str | Stranger:
    """The code of a type («pdf», «png», «jpeg», «zip», «text»), or the stranger that it is."""
    for start, what in _HEADS:
        if head.startswith(start) and not (start in {b"BM", b"MZ"} and _is_written(head)):
            return what
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], FILM)
    if head.startswith(b"RIFF"):
        return PICTURE if head[8:12] == b"WEBP" else FILM
    return markup(head) or ("text" if _is_written(head) else UNKNOWN)


def markup(head: bytes) -> Stranger | None:
    """What a browser would take for a page, wherever it stands in the first bytes."""
    low = head[:1024].lower().replace(b"\0", b"")
    if low.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<?xml") and b"<svg" in low:
        return DRAWING
    return next((what for start, what in _MARKUP if start in low), None)


def _is_written(head: bytes) -> bool:
    """Nothing but letters: no control characters other than tab and line ends, in UTF-8, UTF-16 or an old alphabet."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return not any(byte < 32 and byte not in b"\t\n\r\f" for byte in head) and b"\x7f" not in head
