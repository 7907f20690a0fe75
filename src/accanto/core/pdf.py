"""PDF by typst: tagged, archivable (PDF/A-3), accessible (PDF/UA-1); data can never become markup.

A template reads everything from `sys.inputs.data`: no text of anybody is pasted into typst source.
Templates import the letterhead by its address from the root of the code:

    #import "/core/templates_typst/letterhead.typ": letterhead, data
    #show: letterhead
    = #data.title
"""

import hashlib
import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext

from accanto.core.elision import elided

SOURCE = Path(__file__).resolve().parents[1]
STANDARDS = ("a-3a", "ua-1")


class PdfError(RuntimeError):
    """The template does not compile, or breaks a rule of the standards asked for."""


def render_pdf(
    template: Path,
    data: Mapping[str, Any],
    standards: Sequence[str] = STANDARDS,
    *,
    made_at: datetime | None = None,
    attached: Mapping[str, Path] | None = None,
) -> bytes:
    """Compile a typst file under `src/accanto` with `data` (see `letterhead_data` for the frame's part).

    :param attached: files that the template draws as `/attached/<name>`. Pages of another PDF obey no standard of ours:
        whoever draws them asks for none (`standards=()`).

    The same data give the same bytes when `made_at`, the date written inside the file, is the same.
    """
    inputs = {"lang": get_language() or "it", "fingerprint": fingerprint(data), **data}
    try:
        with _rooted(template, attached or {}) as (root, main):
            return bytes(
                # Its stubs want the standards as literals, one by one; they come from whoever prints.
                typst.compile(  # type: ignore[call-overload]
                    str(main),
                    root=str(root),
                    format="pdf",
                    sys_inputs={"data": elided(_json(inputs))},
                    font_paths=[str(folder) for folder in settings.TYPST_FONT_DIRS],
                    ignore_system_fonts=True,
                    pdf_standards=list(standards),
                    timestamp=made_at and int(made_at.timestamp()),
                )
            )
    except (typst.TypstError, ValueError) as error:
        raise PdfError(f"{template.name}: {error}") from error


@contextmanager
def _rooted(template: Path, attached: Mapping[str, Path]) -> Iterator[tuple[Path, Path]]:
    """Where typst may read and with what it begins: the code and the template; with files, a folder that shows both."""
    if not attached:
        yield SOURCE, template
        return
    with tempfile.TemporaryDirectory(prefix="accanto-") as folder:
        root = Path(folder)
        for part in SOURCE.iterdir():
            if part.is_dir():
                (root / part.name).symlink_to(part)
        (root / "attached").mkdir()
        for name, file in attached.items():
            (root / "attached" / name).symlink_to(file)
        # What typst begins with must lie in the folder itself.
        main = root / "main.typ"
        main.write_text(f'#include "/{template.relative_to(SOURCE).as_posix()}"')
        yield root, main


def pages_in(file: Path, most: int) -> int:
    """How many pages of a PDF can be drawn, counted up to `most`; none of one that is locked, damaged or no PDF."""
    low, high = 0, 1
    while high <= most and _drawn(file, high):
        low, high = high, high * 2
    high = min(high, most + 1)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _drawn(file, middle) else (low, middle)
    return low


def _drawn(file: Path, page: int) -> bool:
    with tempfile.TemporaryDirectory(prefix="accanto-") as folder:
        root = Path(folder)
        (root / "it.pdf").symlink_to(file)
        (root / "page.typ").write_text(f'#image("it.pdf", page: {page}, width: 1cm)')
        try:
            typst.compile(str(root / "page.typ"), root=str(root), format="pdf", ignore_system_fonts=True)
        except typst.TypstError:
            return False
    return True


def letterhead_data(
    *,
    title: str | Promise,
    body: str | Promise,
    address: Sequence[str | Promise] = (),
    recipient: Sequence[str | Promise] = (),
    protocol: str = "",
    dated: str = "",
) -> dict[str, Any]:
    """What `letterhead.typ` needs; merged with the template's own data. `dated`: place and date in words."""
    return {
        "title": title,
        "letterhead": {
            "body": body,
            "address": list(address),
            "recipient": list(recipient),
            "protocol": protocol,
            "dated": dated,
            "words": {
                "protocol": gettext("Protocol"),
                "page": gettext("Page"),
                "of": gettext("of"),
                "fingerprint": gettext("Fingerprint of the content"),
            },
        },
    }


def fingerprint(data: Mapping[str, Any]) -> str:
    """SHA-256 of the data, the same whatever the order of the keys: it names what was printed."""
    return hashlib.sha256(_json(data).encode()).hexdigest()


def _json(data: Mapping[str, Any]) -> str:
    return json.dumps(data, default=_plain, sort_keys=True, ensure_ascii=False)


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal | Promise):
        return str(value)
    raise TypeError(f"{type(value).__name__} cannot be printed")
