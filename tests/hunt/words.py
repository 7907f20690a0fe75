"""What a page or a file says: its words, also inside spreadsheets and PDF."""

import html
import io
import re
import subprocess
import zipfile
from typing import Any

_UNSEEN = re.compile(r"<(script|style|head)\b.*?</\1>", re.DOTALL)
_TAGS = re.compile(r"<[^>]*>")


def content_of(answer: Any) -> bytes:
    """The bytes of an answer, unpacked: what a search in them finds is what a reader finds."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            return b"\n".join(packed.read(name) for name in packed.namelist())
    if body.startswith(b"%PDF"):
        run = ["pdftotext", "-", "-"]
        return subprocess.run(run, input=body, capture_output=True, check=True).stdout + body
    return bytes(body)


def words_of(answer: Any) -> str:
    """What is read on screen, without tokens and addresses."""
    text = _TAGS.sub(" ", _UNSEEN.sub(" ", content_of(answer).decode(errors="replace")))
    return " ".join(html.unescape(text).split())
