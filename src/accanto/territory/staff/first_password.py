"""A password that an administrator has seen is changed before anything else."""

from datetime import date

from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest

from accanto.foundation.entrance.first_things import FirstThing

CODE = "own_password"


def due(request: HttpRequest, user: AbstractBaseUser, _on: date) -> bool:
    """Not of who came through the body: they may never use it."""
    return bool(getattr(user, "must_change_password", False)) and not request.session.get("provider_user")


FIRST_THING = FirstThing(CODE, "account_change_password", frozenset(), due)
