"""PDF: whole, nothing hung before or after it, no password, no program code, no program carried inside."""

import re
import zlib

from django.utils.translation import gettext as _

from accanto.foundation.documents.errors import Fault, FileRefused
from accanto.foundation.documents.file_types import limits
from accanto.foundation.documents.inspection.looking import Looked
from accanto.foundation.documents.inspection.signatures import Stranger, identify, markup

_HEADER = re.compile(rb"%PDF-[12]\.\d")
_TAIL = 66_000  # a ZIP directory ends at most so far from the end of a file
_AFTER_END = re.compile(rb"^[\s\0]{0,2048}$")
_STREAM = re.compile(rb"stream\r?\n")
_DICTIONARY = 4096


def _name(word: bytes) -> bytes:
    """A name of a PDF in every spelling that readers accept: any letter may be written as #xx."""
    letters = (b"(?:%c|#%02x|#%02X)" % (letter, letter, letter) for letter in word)
    return rb"/" + b"".join(letters) + rb"(?![A-Za-z0-9])"


_ACTIVE = re.compile(b"|".join(_name(word) for word in (b"JavaScript", b"Launch", b"RichMedia")))
_LOCKED = re.compile(_name(b"Encrypt"))
_PACKED = re.compile(_name(b"ObjStm"))
_CARRIED = re.compile(_name(b"EmbeddedFile"))


def check_pdf(content: Looked) -> None:
    """:raises FileRefused: see the module."""
    head, tail = content[:1024], content[max(0, len(content) - _TAIL) :]
    end = tail.rfind(b"%%EOF")
    if not _HEADER.match(head) or end < 0:
        raise FileRefused(Fault.DAMAGED, _("The PDF is damaged or incomplete: save or scan it again."))
    if markup(head) or b"PK\x05\x06" in tail or not _AFTER_END.match(tail[end + 5 :]):
        raise FileRefused(
            Fault.DISGUISED,
            _(
                "This PDF hides another file inside itself: print it as PDF again, or scan it, and choose that file."
            ),
        )
    if _LOCKED.search(content):
        raise FileRefused(
            Fault.LOCKED,
            _("This PDF is locked or limited by a password: open it, print it as PDF, and choose that file."),
        )
    _refuse_active(content)
    unpacked = sum(_check_packed(content, found.end()) for found in _PACKED.finditer(content))
    unpacked += sum(_check_carried(content, found.end()) for found in _CARRIED.finditer(content))
    if unpacked > limits().unpacked:
        raise _bomb()


def _refuse_active(content: Looked) -> None:
    if _ACTIVE.search(content):
        raise FileRefused(
            Fault.ACTIVE,
            _("This PDF holds program code: open it, print it as PDF, and choose that file."),
        )


def _check_packed(content: Looked, place: int) -> int:
    """Objects packed together: what they say counts as if it stood in the open."""
    plain = _unpacked(content, place)
    _refuse_active(plain)
    return len(plain)


def _check_carried(content: Looked, place: int) -> int:
    """A file attached inside the PDF: texts, data and pictures may travel so, programs and archives not."""
    plain = _unpacked(content, place)
    what = identify(plain[:1024])
    if what == "zip" or (isinstance(what, Stranger) and not plain.lstrip().startswith(b"<?xml")):
        raise FileRefused(
            Fault.ACTIVE,
            _("This PDF carries other files inside: take them out, and choose them one at a time."),
        )
    return len(plain)


def _unpacked(content: Looked, place: int) -> bytes:
    """The stream whose dictionary stands around `place`; what only mentions the name has none and is empty."""
    found = _STREAM.search(content, place, place + _DICTIONARY)
    if not found or b"endobj" in content[place : found.start()]:
        return b""
    start = found.end()
    stop = content.find(b"endstream", start)
    opening = content.rfind(b"obj", max(0, place - _DICTIONARY), place)
    dictionary = content[max(opening, 0) : found.start()]
    if b"Filter" not in dictionary:
        return content[start : stop if stop > 0 else start]
    inflater = zlib.decompressobj()
    try:
        plain = inflater.decompress(
            content[start : stop if stop > 0 else len(content)], limits().unpacked // 8
        )
    except zlib.error as error:
        raise FileRefused(
            Fault.DAMAGED,
            _("This PDF cannot be checked: open it, print it as PDF, and choose that file."),
        ) from error
    if inflater.unconsumed_tail:
        raise _bomb()
    return plain


def _bomb() -> FileRefused:
    return FileRefused(
        Fault.BOMB, _("Unpacked, this PDF would be far bigger than any document: it was not opened.")
    )
