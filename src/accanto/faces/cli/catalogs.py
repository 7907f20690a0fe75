"""Compile the translations that are newer than their compiled form; needs no gettext on the machine."""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from accanto.core.env import REPOSITORY


def compile_catalogs() -> int:
    """How many catalogues were compiled."""
    folders = (REPOSITORY / "src", REPOSITORY / "locale")
    stale = [po for folder in folders for po in sorted(folder.rglob("LC_MESSAGES/*.po")) if _is_stale(po)]
    for po in stale:
        _compile(po)
    return len(stale)


def _is_stale(po: Path) -> bool:
    mo = po.with_suffix(".mo")
    return not mo.exists() or mo.stat().st_mtime_ns < po.stat().st_mtime_ns


def _compile(po: Path) -> None:
    """Into a draft first: a process that starts meanwhile must not read half a catalogue."""
    with po.open("rb") as source:
        catalog = read_po(source, locale=po.parent.parent.name)
    draft = po.with_suffix(f".{os.getpid()}.draft")
    with draft.open("wb") as out:
        write_mo(out, catalog)
    draft.replace(po.with_suffix(".mo"))
