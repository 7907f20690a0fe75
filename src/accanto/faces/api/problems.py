"""What a program is told when something is wrong: RFC 9457, in words, naming the field and the remedy.

Two refusals that must not be told apart have the same bytes: what does not exist and what may not be seen, a key that
is unknown and one that no longer opens. The name of the request stands in the header `X-Request-ID` alone.
"""

import json
import math
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accanto.core.errors import OperationRefused

MEDIA_TYPE = "application/problem+json"
_TITLES = {
    400: gettext_lazy("This request cannot be read"),
    401: gettext_lazy("No valid key"),
    403: gettext_lazy("Not allowed with this key"),
    404: gettext_lazy("Not found"),
    405: gettext_lazy("This method does not exist here"),
    409: gettext_lazy("Changed meanwhile"),
    413: gettext_lazy("Too large"),
    422: gettext_lazy("Something is to be mended"),
    429: gettext_lazy("Too many requests"),
    500: gettext_lazy("A fault of the system"),
    503: gettext_lazy("The archive does not answer"),
}
_DETAILS = {
    400: gettext_lazy("Check the address, the headers and the body: it is not a request that can be read."),
    401: gettext_lazy(
        "Send the header «Authorization: Bearer» with a key that is valid, not expired, and used from its network. "
        "Whoever administers the accounts makes keys."
    ),
    403: gettext_lazy("The account of the key, or the key itself, may not do this."),
    404: gettext_lazy("There is nothing here, or nothing that this key may see."),
    405: gettext_lazy("Use one of the methods in the header «Allow»."),
    413: gettext_lazy("Send less at a time: a file may be 20 MB."),
    422: gettext_lazy("Something in the request cannot be accepted."),
    429: gettext_lazy("Wait as many seconds as the header «Retry-After» says."),
    500: gettext_lazy(
        "Nothing was changed. Tell whoever runs the system the name in the header «X-Request-ID» and the hour."
    ),
    503: gettext_lazy("It is not your fault. Try again in a little while."),
}


class Forbidden(Exception):
    """403, with the sentence that says which scope or permission is missing."""


class Mistaken(Exception):
    """422 for one field, by the name that the caller knows."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(field)
        self.field = field
        self.message = message


def problem(
    status: int,
    detail: str | Promise = "",
    *,
    errors: Sequence[dict[str, str]] = (),
    missing: Sequence[str] = (),
) -> HttpResponse:
    told: dict[str, Any] = {
        "type": "about:blank",
        "title": str(_TITLES.get(status, _("Something is wrong"))),
        "status": status,
        "detail": str(detail or _DETAILS.get(status, _("The request was not carried out."))),
    }
    if errors:
        told["errors"] = list(errors)
    if missing:
        told["missing"] = list(missing)
    return HttpResponse(json.dumps(told, ensure_ascii=False), status=status, content_type=MEDIA_TYPE)


def mistakes(errors: Sequence[dict[str, str]]) -> HttpResponse:
    """422 for what was written wrongly, field by field."""
    named = ", ".join(dict.fromkeys(f"«{one['field']}»" for one in errors))
    return problem(422, _("Mend %(fields)s: see «errors».") % {"fields": named}, errors=errors)


def refused(refusal: OperationRefused, status: int = 422) -> HttpResponse:
    errors = [{"field": refusal.field, "message": str(refusal)}] if refusal.field else []
    return problem(status, str(refusal), errors=errors, missing=[str(one) for one in refusal.missing])


def no_key() -> HttpResponse:
    answer = problem(401)
    answer["WWW-Authenticate"] = 'Bearer realm="accanto"'
    return answer


def wait(seconds: float) -> HttpResponse:
    whole = max(1, math.ceil(seconds))
    words = ngettext("Try again in %(n)d second.", "Try again in %(n)d seconds.", whole) % {"n": whole}
    answer = problem(429, words)
    answer["Retry-After"] = str(whole)
    return answer


def instead_of(answer: HttpResponse) -> HttpResponse:
    """The same refusal, said to a program; headers that tell how to go on stay."""
    told = problem(answer.status_code)
    if answer.status_code == 429 and answer.headers.get("Retry-After", "").isdigit():
        told = wait(int(answer["Retry-After"]))
    for name in ("Allow", "Retry-After", "WWW-Authenticate"):
        if name in answer.headers:
            told[name] = answer[name]
    return told


# What pydantic calls it → what a person would say.
_WORDS = {
    "missing": gettext_lazy("It is missing: send it."),
    "uuid": gettext_lazy("Write an id as it was given, for example 7f9c0a52-0d5b-4d5c-8f6e-2f1f0b1c9a11."),
    "date": gettext_lazy("Write a day as 2026-11-23."),
    "datetime": gettext_lazy("Write a moment with its zone, as 2026-11-23T09:00:00+01:00."),
    "timezone": gettext_lazy("Write a moment with its zone, as 2026-11-23T09:00:00+01:00."),
    "int": gettext_lazy("Write a whole number."),
    "bool": gettext_lazy("Write true or false."),
    "string_too_long": gettext_lazy("It is too long."),
    "string_too_short": gettext_lazy("It is too short."),
    "string_pattern": gettext_lazy(
        "It does not have the form that it should: see the description of the interface."
    ),
    "file": gettext_lazy("Send it as a file."),
    "json_invalid": gettext_lazy("The body is not JSON."),
    "model": gettext_lazy("Send an object with its fields."),
    "dict": gettext_lazy("Send an object with its fields."),
}


def in_words(error: dict[str, Any]) -> dict[str, str]:
    """One mistake as pydantic tells it → the field, and how to mend it."""
    place = [str(part) for part in error.get("loc", ())]
    field = place[-1] if len(place) > 1 else (place or ["body"])[0]
    kind, about = str(error.get("type", "")), error.get("ctx") or {}
    if kind in {"enum", "literal_error"}:
        words = _("Write one of: %(expected)s.") % {"expected": about.get("expected", "")}
    elif kind in {"greater_than_equal", "less_than_equal"}:
        least = kind == "greater_than_equal"
        words = (
            _("Write a number from %(n)s on.") % {"n": about.get("ge")}
            if least
            else _("Write a number up to %(n)s.") % {"n": about.get("le")}
        )
    elif kind == "value_error":
        words = str(about.get("error", "")) or _("This value cannot be used.")
    else:
        known = [beginning for beginning in _WORDS if kind.startswith(beginning)]
        words = str(_WORDS[max(known, key=len)]) if known else _("This value cannot be used.")
    return {"field": field, "message": words}
