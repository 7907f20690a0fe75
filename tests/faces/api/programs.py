"""A program at the door: its key, and what it asks."""

from datetime import timedelta
from typing import Any

from django.test import Client

from accanto.faces.api.models import ApiKey
from accanto.faces.api.scopes import scopes
from accanto.faces.api.secret import digest_of, new_secret
from accanto.territory.staff.models import User
from tests import cast
from tests.scenarios import NOW


def key_for(username: str, *, only: list[str] | None = None, **facts: Any) -> tuple[ApiKey, str]:
    """A key of anybody, also of those who may not have one: their role may have changed after it was made."""
    user: User = cast.user(username)
    prefix, secret = new_secret()
    given: dict[str, Any] = {
        "user": user,
        "label": "Programma di prova",
        "prefix": prefix,
        "digest": digest_of(secret),
        "scopes": list(scopes()) if only is None else only,
        "created_at": NOW - timedelta(days=1),
        "created_by": cast.user(cast.PAOLO),
        "expires_at": NOW + timedelta(days=30),
    }
    return ApiKey.objects.create(**given | facts), secret


def program(username: str, **facts: Any) -> Client:
    """A client that sends the key of somebody with each request."""
    return holding(key_for(username, **facts)[1])


def holding(secret: str, **headers: str) -> Client:
    return Client(headers={"Authorization": f"Bearer {secret}", **headers})
