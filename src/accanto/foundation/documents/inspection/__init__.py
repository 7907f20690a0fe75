"""Is this file what its name says, is it taken here, and can it harm? Everything is read from its content.

`inspect` answers with what to keep (pictures without the places and times that cameras write into them), or refuses
with a sentence that says what the file is, why it is not taken, and what to do.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accanto.foundation.documents.errors import Fault, FileRefused
from accanto.foundation.documents.file_types import MEGABYTE, FileType, Rules, file_types, rules_of
from accanto.foundation.documents.inspection.jpeg import Part, cleaned_jpeg
from accanto.foundation.documents.inspection.looking import Looked, looked_at, pieces, size_of
from accanto.foundation.documents.inspection.office import kind_of_archive
from accanto.foundation.documents.inspection.pdf import check_pdf
from accanto.foundation.documents.inspection.png import cleaned_png, stretches
from accanto.foundation.documents.inspection.signatures import UNKNOWN, Stranger, identify
from accanto.foundation.documents.names import clean_name, ending_of

__all__ = ["Inspected", "check_size", "inspect"]

_HEAD = 4096


@dataclass(frozen=True)
class Inspected:
    """A file that may be kept: its true type, a harmless name, and what to keep of it."""

    type: FileType
    filename: str
    chunks: Callable[[], Iterator[bytes]]


def check_size(size: int, kind: str) -> None:
    """:raises FileRefused: empty, or more than this kind of document takes. Asked before anything is read."""
    rules = rules_of(kind)
    if size == 0:
        raise FileRefused(Fault.EMPTY, _("The file is empty: choose another one."))
    if size > rules.size:
        raise FileRefused(
            Fault.TOO_BIG,
            _(
                "The file is %(size)d MB and at most %(limit)d MB are taken: scan it in grey, reduce it or divide it."
            )
            % {"size": -(-size // MEGABYTE), "limit": rules.size // MEGABYTE},
        )


@contextmanager
def inspect(file: IO[bytes], *, filename: str, kind: str) -> Iterator[Inspected]:
    """The file, checked; usable as long as the block lasts.

    :raises FileRefused: see `Fault`.
    """
    size, rules = size_of(file), rules_of(kind)
    check_size(size, kind)
    name = clean_name(filename)
    with looked_at(file) as content:
        what = identify(content[:_HEAD])
        if what == "zip":
            what = kind_of_archive(file, size)
        found = _taken(what, name, rules)
        yield Inspected(found, _named(name, found), _checked(file, content, found))


def _taken(what: str | Stranger, name: str, rules: Rules) -> FileType:
    """The type, when it is one that is taken and the name agrees."""
    ending = ending_of(name)
    codes = ["csv", "text"] if what == "text" else [what]
    for one in rules.types:
        if one.code in codes:
            if not ending or ending in one.endings:
                return one
            raise _not_its_name(ending, _what_is(what))
    by_name = next((one for one in rules.types if ending in one.endings), None)
    if by_name:
        raise _not_its_name(ending, _what_is(what), what.remedy if isinstance(what, Stranger) else "")
    raise FileRefused(
        Fault.NOT_TAKEN,
        _("%(what)s: files of this kind are not taken. %(remedy)s Taken here: %(taken)s.")
        % {
            "what": capfirst(_what_is(what)),
            "remedy": what.remedy if isinstance(what, Stranger) else UNKNOWN.remedy,
            "taken": rules.words,
        },
    )


def _what_is(what: str | Stranger) -> str:
    if isinstance(what, Stranger):
        return str(what.what)
    if what == "text":
        return _("a plain text")
    return _("a file %(type)s") % {"type": file_types()[what].endings[0].upper()}


def _not_its_name(ending: str, what: str, remedy: object = "") -> FileRefused:
    message = _("The file is called .%(ending)s, but inside it is %(what)s: it was not taken.") % {
        "ending": ending,
        "what": what,
    }
    what_to_do = str(remedy) or _("Save it again and choose that file.")
    return FileRefused(Fault.NOT_ITS_NAME, f"{message} {what_to_do}")


def _named(name: str, found: FileType) -> str:
    """The sender's name with an ending that says the truth."""
    if ending_of(name) in found.endings:
        return name
    stem = name or _("document")
    return f"{stem}.{found.endings[0]}"


def _checked(file: IO[bytes], content: Looked, found: FileType) -> Callable[[], Iterator[bytes]]:
    if found.code == "png":
        whole = cleaned_png(content)
        return lambda: stretches(content, whole)
    if found.code == "jpeg":
        parts = cleaned_jpeg(content)
        return lambda: _joined(content, parts)
    if found.code == "pdf":
        check_pdf(content)
    if found.code in {"text", "csv"}:
        _check_written(content)
    return lambda: pieces(file)


def _joined(content: Looked, parts: list[Part]) -> Iterator[bytes]:
    for part in parts:
        if isinstance(part, bytes):
            yield part
        else:
            yield from stretches(content, [part])


def _check_written(content: Looked) -> None:
    """A text is a text to its end: the first bytes alone prove nothing."""
    wide = content[:2] in {b"\xff\xfe", b"\xfe\xff"}
    if not wide and any(content.find(mark) >= 0 for mark in (b"\0", b"PK\x05\x06", b"\x7fELF")):
        raise FileRefused(
            Fault.DISGUISED,
            _("This text hides another file inside itself: save it as PDF and choose that file."),
        )
