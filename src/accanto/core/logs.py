"""What is written in the logs: structure, never people.

A log lives longer and travels further than a record, and nobody asks whether its reader may see the person. So a line
holds which request, which page by its name, which account by its number, how long, what kind of fault and where in the
code. It never holds what somebody typed, an address with its query, a value of the database or the words of an error:
those can carry a name or a codice fiscale («Key (value)=(…) already exists»).

Only the fixed text of a message is written. Numbers and ids fill its gaps, words become «…». Messages of libraries
that arrive already filled are not written at all: the line says where in the code they come from.
"""

import json
import logging
import re
import traceback
from datetime import UTC, datetime
from http.client import responses
from pathlib import Path
from typing import Any
from uuid import UUID

from accanto.core import trace
from accanto.core.env import REPOSITORY

# Their messages are fixed texts with gaps; anybody else may have filled theirs before handing them over.
_FIXED = ("accanto", "django.request", "django.security.csrf")
_MOST_FRAMES = 15
_PHRASES = frozenset(responses.values())  # «Not Found», «Forbidden»
# A second fence, should one of our own messages be filled too early.
_CODE = re.compile(r"\b[A-Za-z]{6}[0-9LMNPQRSTUVlmnpqrstuv]{2}[A-Za-z][0-9LMNPQRSTUVlmnpqrstuv]{2}[A-Za-z][0-9LMNPQRSTUVlmnpqrstuv]{3}[A-Za-z]\b")  # noqa: E501  # fmt: skip
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
_QUERY = re.compile(r"\?[^\s\"]*")


class StructureFormatter(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "from": record.name,
            "said": _said(record),
            **_request_of(record),
            **getattr(record, "facts", {}),
        }
        if record.exc_info and record.exc_info[1] is not None:
            told["fault"] = _fault(record.exc_info[1])
        return json.dumps(told, ensure_ascii=False, default=lambda value: type(value).__name__)


def _said(record: logging.LogRecord) -> str:
    place = f"{record.module}:{record.lineno}"
    if not isinstance(record.msg, str) or not record.name.startswith(_FIXED):
        return place
    try:
        return _fenced(record.msg % _gaps(record.args) if record.args else record.msg)
    except (TypeError, ValueError, KeyError):
        return place


def _gaps(arguments: Any) -> Any:
    if isinstance(arguments, dict):
        return {name: _safe(value) for name, value in arguments.items()}
    return tuple(_safe(value) for value in arguments)


def _safe(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | UUID) or _is_phrase(value):
        return value
    return type(value).__name__ if isinstance(value, BaseException) else "…"


def _is_phrase(value: Any) -> bool:
    return isinstance(value, str) and value in _PHRASES


def _fenced(words: str) -> str:
    for pattern in (_CODE, _MAIL, _QUERY):
        words = pattern.sub("…", words)
    return words


def _request_of(record: logging.LogRecord) -> dict[str, Any]:
    # Django tells of a refused request once it has left us: its trace travels with it.
    found = trace.current() or getattr(getattr(record, "request", None), "accanto_trace", None)
    told: dict[str, Any] = {}
    if found:
        told = {"request": found.name, "method": found.method, "page": found.page, "user": found.user}
    if isinstance(status := getattr(record, "status_code", None), int):
        told["status"] = status
    return {name: value for name, value in told.items() if value not in ("", None)}


def _fault(error: BaseException) -> list[dict[str, Any]]:
    """The error and those that it comes from: kind and place of each, without its words and without local values."""
    chain: list[dict[str, Any]] = []
    one: BaseException | None = error
    while one is not None and len(chain) < 5:
        frames = traceback.extract_tb(one.__traceback__)[-_MOST_FRAMES:]
        places = [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]
        chain.append(
            {"kind": f"{type(one).__module__}.{type(one).__qualname__}", **_database(one), "places": places}
        )
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    return chain


def _database(error: BaseException) -> dict[str, str]:
    """What the database says of an error beside its words: codes and names of our own tables."""
    about = getattr(error, "diag", None)
    known = {name: getattr(about, name, None) for name in ("sqlstate", "table_name", "constraint_name")}
    return {name: str(value) for name, value in known.items() if value}


def _short(filename: str) -> str:
    path = Path(filename)
    parts = path.parts
    if "site-packages" in parts:
        return "/".join(parts[parts.index("site-packages") + 1 :])
    return path.relative_to(REPOSITORY).as_posix() if path.is_relative_to(REPOSITORY) else path.name


class NoLocals:
    """For Django's `DEFAULT_EXCEPTION_REPORTER`: no report with local variables is made anywhere, not even by mail."""

    def __init__(self, *_given: Any, **_more: Any) -> None:
        pass

    def get_traceback_text(self) -> str:
        return "See the log: reports hold no data."

    get_traceback_html = get_traceback_text
