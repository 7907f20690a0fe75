"""Documents of a case inside its dossier, page after page; what cannot stand there is said with the reason.

Words inside a file cannot be covered: where somebody of the household is protected, or has their data restricted, no
file is put in, and each is looked at before it is handed over.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from accanto.casework.record.shelter import Shelter
from accanto.core.pdf import pages_in
from accanto.foundation.documents.doors import may_open
from accanto.foundation.documents.enums import DocumentKind
from accanto.foundation.documents.errors import DocumentDamaged
from accanto.foundation.documents.models import Document
from accanto.foundation.documents.reading import as_file
from accanto.territory.staff.models import User

# Of one paper: beyond it, it is handed over beside the dossier.
MOST_PAGES = 400
MOST_BYTES = 100 * 1024 * 1024
_PICTURES = {"image/png": "png", "image/jpeg": "jpg"}
_PDF = "application/pdf"


@dataclass(frozen=True)
class Enclosed:
    """`files`: by name, while the block lasts; `papers`: as the template draws them; `left`: by document, why not."""

    files: dict[str, Path]
    papers: list[dict[str, Any]]
    left: dict[Any, str]


@contextmanager
def enclosed(rows: list[Document], user: User, shelter: Shelter) -> Iterator[Enclosed]:
    """Each with its pages, in the order in which they were kept."""
    found = Enclosed({}, [], {})
    pages, size = 0, 0
    with ExitStack() as open_files:
        for row in rows:
            why = _why_not(row, user, shelter)
            if not why and size + row.size > MOST_BYTES:
                why = _("too large: it is handed over apart")
            if why:
                found.left[row.pk] = why
                continue
            try:
                file = open_files.enter_context(as_file(row))
            except DocumentDamaged:
                found.left[row.pk] = _("the file cannot be read")
                continue
            number = _pages(row, file, MOST_PAGES - pages)
            if number == 0:
                found.left[row.pk] = _("its pages cannot be read: locked or damaged")
                continue
            if pages + number >= MOST_PAGES:
                found.left[row.pk] = _("too many pages: it is handed over apart")
                continue
            pages, size = pages + number, size + row.size
            name = f"{row.pk}.{_PICTURES.get(row.media_type, 'pdf')}"
            found.files[name] = file
            found.papers.append(_paper(row, name, number, shelter))
        yield found


def _why_not(row: Document, user: User, shelter: Shelter) -> str:
    if shelter.protected:
        return _("somebody is protected: look at it before you hand it over")
    if shelter.restricted:
        return _("data of somebody are restricted: look at it before you hand it over")
    if row.kind == DocumentKind.DOSSIER:
        return _("a dossier printed before")
    if not may_open(user, row):
        return _("you do not open it")
    if row.media_type != _PDF and row.media_type not in _PICTURES:
        return _("not a PDF nor a picture: it is handed over as a file")
    return ""


def _pages(row: Document, file: Path, most: int) -> int:
    return pages_in(file, max(most, 1)) if row.media_type == _PDF else 1


def _paper(row: Document, name: str, number: int, shelter: Shelter) -> dict[str, Any]:
    title = shelter.cover(row.title)
    pages = [0] if row.media_type in _PICTURES else list(range(1, number + 1))
    alts = [
        _("%(title)s, page %(n)s of %(all)s") % {"title": title, "n": n, "all": number}
        for n in range(1, number + 1)
    ]
    return {
        "title": title,
        "file": f"/attached/{name}",
        "pages": [{"number": page, "alt": alt} for page, alt in zip(pages, alts, strict=True)],
    }
