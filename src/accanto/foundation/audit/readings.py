"""Writing down who was shown whom: one statement at the end of the request, before the answer leaves.

A page whose reading cannot be written is not shown: the error goes on. Parts of a page that htmx asks for within ten
minutes of its opening are not another opening.
"""

import hmac
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from ipaddress import ip_address
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from accanto.core.web import reads
from accanto.core.web.reads import Shown
from accanto.foundation.audit import history
from accanto.foundation.audit.enums import ReadingKind

Handler = Callable[[HttpRequest], HttpResponse]
# (user, context, person) → one row with {"reason", "depth"} of the deepest right in force.
Right = Callable[[Any, UUID | None, UUID | None], "QuerySet[Any, Any]"]
_rights: list[Right] = []
_MOST_SUBJECTS = 20_000
_WRITE = "SELECT audit_read(%s::int, %s, %s, %s::uuid, %s::uuid[], %s::int, %s, {right}, %s, %s::inet, %s::boolean)"


@dataclass(frozen=True)
class Told:
    """A reading as it was written down."""

    kind: str
    page: str
    context: UUID | None
    subjects: list[UUID] = field(default_factory=list)


def register_right(provider: Right) -> None:
    """The room of access rights says by which one somebody sees a case or a person."""
    _rights.append(provider)


class RecordReadings:
    """Inside the transaction of the request, outside the views: these may not write."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with reads.watching() as shown:
            response = self.get_response(request)
            if not shown.nothing and request.user.is_authenticated and _shows(response):
                # For the tests that try every page: what was written down of it.
                why = getattr(request, "reading_reason", "")
                response.reading = write_down(request, shown, reason=why)  # type: ignore[attr-defined]
        return response


def write_down(request: HttpRequest, shown: Shown, *, reason: str = "") -> Told | None:
    """Nothing where the rows lead to nobody.

    One statement, past Django's query log: what a page asks of the database is counted without it.
    """
    context, person = _whom(shown.opened)
    subjects = list(dict.fromkeys(_subjects(shown, person)))
    if not (context or subjects):
        # An application of somebody who is not in the register yet stands for the person.
        subjects = [
            row.pk for row in shown.opened if isinstance(row.pk, UUID) and history.leads_to_people(type(row))
        ]
    if not (context or subjects or shown.words):
        return None
    page = request.resolver_match.view_name if request.resolver_match else ""
    told = Told(_kind(shown), page, context, subjects)
    right, values = _right(request.user, context, person)
    parameters = [
        request.user.pk,
        told.kind,
        page,
        context,
        subjects[:_MOST_SUBJECTS],
        len(subjects),
        _keyed(shown.words) if shown.words else "",
        *values,
        reason,
        address_of(request),
        bool(request.headers.get("HX-Request")),
    ]
    connection.ensure_connection()
    with connection.connection.cursor() as cursor:
        cursor.execute(_WRITE.format(right=right), parameters)
    return told


def address_of(request: HttpRequest) -> str | None:
    """Where the request came from. Proxies are believed only where the instance says how many stand before it."""
    found = str(request.META.get("REMOTE_ADDR", ""))
    trusted = getattr(settings, "ALLAUTH_TRUSTED_PROXY_COUNT", 0)
    if trusted:
        forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
        found = forwarded[-trusted] if len(forwarded) >= trusted else found
    try:
        return str(ip_address(found))
    except ValueError:
        return None


def _shows(response: HttpResponse) -> bool:
    """A form with mistakes is drawn again with status 422 and shows as much as before."""
    return response.status_code in {200, 206, 422}


def _kind(shown: Shown) -> str:
    if shown.taken:
        return ReadingKind.TAKEN
    if shown.words is not None:
        return ReadingKind.SEARCHED
    return ReadingKind.OPENED if shown.opened else ReadingKind.LISTED


def _whom(opened: Iterable[models.Model]) -> tuple[UUID | None, UUID | None]:
    """The case and the person of the first row that has one; a fact may be reached through rows not loaded yet."""
    context = person = None
    for row in opened:
        context = context or _at(row, history.Root.CONTEXT)
        person = person or _at(row, history.Root.PERSON)
    return context, person


def _subjects(shown: Shown, person: UUID | None) -> Iterable[UUID]:
    if person:
        yield person
    for row in shown.listed:
        if isinstance(row, UUID):
            yield row
            continue
        found = _at(row, history.Root.CONTEXT, ask=False) or _at(row, history.Root.PERSON, ask=False)
        if found:
            yield found


def _at(row: models.Model, kind: history.Root, *, ask: bool = True) -> UUID | None:
    """The id at the end of the foreign keys; a query only where a row on the way is not in memory (`ask`)."""
    path = history.path_to(type(row), kind)
    if path is None:
        return None
    current: Any = row
    for number, name in enumerate(path):
        key = current._meta.get_field(name)
        if number == len(path) - 1:
            return getattr(current, key.attname)  # type: ignore[no-any-return]
        if not key.is_cached(current):
            rest = type(current)._meta.default_manager.filter(pk=current.pk)
            return rest.values_list("__".join(path[number:]), flat=True).first() if ask else None
        current = getattr(current, name)
        if current is None:
            return None
    return current.pk  # type: ignore[no-any-return]


def _right(user: Any, context: UUID | None, person: UUID | None) -> tuple[str, list[Any]]:
    """The right as a subquery, so that it costs no journey of its own."""
    if not (context or person) or not _rights:
        return "NULL::jsonb", []
    text, values = _rights[0](user, context, person).query.sql_with_params()
    return f"({text})", list(values)


def _keyed(words: str) -> str:
    """The same words give the same mark; without the key of the instance nobody tries words on it."""
    return hmac.new(
        settings.SECRET_KEY.encode(), " ".join(words.split()).casefold().encode(), sha256
    ).hexdigest()
