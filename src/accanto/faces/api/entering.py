"""A program at the door: its key, and what happens to wrong ones.

Whatever is wrong with a key (unknown, mistyped, revoked, expired, from another network, of somebody who left), the
answer is the same after the same work: the mistake is counted, as a wrong password is, against the key and the address.
"""

import hmac
from datetime import datetime

from django.http import HttpRequest

from accanto.faces.api.models import ApiKey
from accanto.faces.api.operations import note_use
from accanto.faces.api.queries import key_with
from accanto.faces.api.rules import comes_from, in_force, may_have_key, narrowed
from accanto.faces.api.secret import digest_of, prefix_of
from accanto.foundation.audit.readings import address_of
from accanto.foundation.entrance.first_things import closing_time
from accanto.foundation.entrance.operations import begin_attempt
from accanto.foundation.entrance.operations.attempts import (
    DoorClosed,
    address_closed_until,
    closed_until,
    mark_of,
)
from accanto.territory.staff.models import User

_NOBODY = "0" * 64
_LONGEST_HEADER = 300


class KeyRefused(Exception):
    """No key, or none that opens."""


def enter(request: HttpRequest, at: datetime) -> ApiKey:
    """The key of the request, its `user` narrowed to what the key leaves.

    Must run outside the transaction of the request: a wrong attempt stays counted.

    :raises KeyRefused: no key, or none that opens.
    :raises DoorClosed: too many wrong attempts with this key, or from this address.
    """
    given = _given(request)
    if not given:
        raise KeyRefused
    address = address_of(request)
    prefix = prefix_of(given)
    name = f"api:{prefix}" if prefix else f"api from {address}"
    key = key_with(prefix)
    right = hmac.compare_digest(key.digest if key else _NOBODY, digest_of(given))
    if key is None or not right or not _opens(key, address, at):
        begin_attempt(name=name, user=None, address=address, at=at)
        raise KeyRefused
    closed = [closed_until(mark_of(name, None), at), address_closed_until(address, at)]
    if any(closed):
        raise DoorClosed(max(until for until in closed if until))
    note_use(key=key, address=address, at=at)
    key.user.access = narrowed(key.user.access, key.scopes)
    return key


def _given(request: HttpRequest) -> str:
    """`Authorization: Bearer …` and nothing else: an address with a key in it stands in every log on the way."""
    kind, _space, given = request.headers.get("Authorization", "")[:_LONGEST_HEADER].partition(" ")
    return given.strip() if kind.lower() == "bearer" else ""


def _opens(key: ApiKey, address: str | None, at: datetime) -> bool:
    if not in_force(key, at) or not comes_from(key, address):
        return False
    return may_have_key(key.user.access.roles, at.date()) and not _has_left(key.user, at)


def _has_left(user: User, at: datetime) -> bool:
    """As a session: no longer than the last contract."""
    end = closing_time(user, at.date())
    return end is not None and at >= end
