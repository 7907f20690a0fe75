"""Office documents (DOCX, XLSX, ODT, ODS): a sound archive, unpacked within measure, without programs inside."""

import re
import zipfile
import zlib
from typing import IO

from django.utils.translation import gettext as _

from accanto.core.sheets.archive import unpacked
from accanto.core.sheets.errors import SheetRefused
from accanto.foundation.documents.errors import Fault, FileRefused
from accanto.foundation.documents.file_types import limits
from accanto.foundation.documents.inspection.signatures import ARCHIVE, Stranger

_END = b"PK\x05\x06"
_MACRO_PARTS = re.compile(
    r"(^|/)(vbaProject|vbaData|macrosheets|dialogsheets|activeX|oleObject\d*)\b|^(Basic|Scripts)/",
    re.IGNORECASE,
)
_MACRO_WORDS = re.compile(rb"macroEnabled|vbaProject", re.IGNORECASE)
# A relation of these kinds whose target is outside is fetched when the document is opened.
_LOADED = rb"(?:attachedTemplate|oleObject|frame|subDocument)\""
_OUTSIDE = rb"TargetMode=\"External\""
_FROM_OUTSIDE = re.compile(
    rb"%b[^>]{0,600}%b|%b[^>]{0,600}%b" % (_LOADED, _OUTSIDE, _OUTSIDE, _LOADED), re.IGNORECASE
)
_MAIN = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
_OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}
_XML = (".xml", ".rels")
_OVERLAP = 1024


def kind_of_archive(file: IO[bytes], size: int) -> str | Stranger:
    """The code of the office document, or the archive that it is.

    :raises FileRefused: damaged, locked, with a program inside, or monstrous when unpacked.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            _check_directory(file, archive, entries, size)
            kind = _kind(archive, names)
            if isinstance(kind, str):
                _check_contents(file, entries)
            return kind
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        OSError,
        ValueError,
        SheetRefused,
    ) as error:
        raise _damaged() from error


def _kind(archive: zipfile.ZipFile, names: set[str]) -> str | Stranger:
    if "[Content_Types].xml" in names:
        return next((code for name, code in _MAIN.items() if name in names), ARCHIVE)
    if {"mimetype", "content.xml"} <= names:
        with archive.open("mimetype") as mimetype:
            return _OPEN_DOCUMENT.get(mimetype.read(100).strip(), ARCHIVE)
    return ARCHIVE


def _check_directory(
    file: IO[bytes], archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], size: int
) -> None:
    file.seek(max(0, size - 22))
    if file.read(4) != _END or archive.comment or min((e.header_offset for e in entries), default=1):
        raise FileRefused(
            Fault.DISGUISED,
            _(
                "This document hides another file inside itself: open it, save a new copy, and choose that one."
            ),
        )
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise FileRefused(
            Fault.LOCKED,
            _("The document is locked by a password: save a copy without it and choose that one."),
        )
    overlapping = sum(entry.compress_size for entry in entries) > size
    if (
        overlapping
        or len(entries) > limits().entries
        or sum(e.file_size for e in entries) > limits().unpacked
    ):
        raise _bomb()
    if any(_MACRO_PARTS.search(entry.filename) for entry in entries):
        raise _active()


def _check_contents(file: IO[bytes], entries: list[zipfile.ZipInfo]) -> None:
    total = 0
    for entry in entries:
        written = entry.filename.lower().endswith(_XML)
        came, before = 0, b""
        for piece in unpacked(file, entry):
            came += len(piece)
            total += len(piece)
            dense = came > limits().ratio_from and came > limits().ratio * max(entry.compress_size, 1)
            if dense or total > limits().unpacked:
                raise _bomb()
            if written:
                _check_written(before + piece)
                before = piece[-_OVERLAP:]


def _check_written(text: bytes) -> None:
    if b"<!ENTITY" in text:
        raise _bomb()
    if _MACRO_WORDS.search(text) or _FROM_OUTSIDE.search(text):
        raise _active()


def _active() -> FileRefused:
    return FileRefused(
        Fault.ACTIVE,
        _("This document holds program code (macros) or draws parts of itself from elsewhere: save it as PDF, or as a "
          "document without macros, and choose that file."),
    )  # fmt: skip


def _damaged() -> FileRefused:
    return FileRefused(
        Fault.DAMAGED,
        _("The document is damaged or incomplete: open it, save a new copy, and choose that one."),
    )


def _bomb() -> FileRefused:
    return FileRefused(
        Fault.BOMB, _("Unpacked, this document would be far bigger than any real one: it was not opened.")
    )
