"""Somebody at the door: a browser, a password, the code of a telephone."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client
from django.urls import reverse

from accanto.territory.staff.models import User
from tests import cast

PASSWORD = "quattro cavalli sul tetto"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = (
    "Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Mobile Safari/537.36"
)


def with_password(username: str, password: str = PASSWORD) -> User:
    user = cast.user(username)
    if not user.check_password(password):  # a new one would put out whoever is inside
        user.set_password(password)
        user.save(update_fields=["password"])
    return user


def browser(agent: str = FIREFOX) -> Client:
    return Client(headers={"user-agent": agent})


def try_door(client: Client, name: str, password: str = PASSWORD, **more: Any) -> Any:
    return client.post(reverse("account_login"), {"login": name, "password": password}, **more)


def inside(client: Client) -> bool:
    return client.get(reverse("session_left")).status_code == 200


def entered(username: str, agent: str = FIREFOX) -> Client:
    """Logged in with the password."""
    with_password(username)
    client = browser(agent)
    try_door(client, username)
    return client


def give_telephone(user: User) -> str:
    """A second step that is on; gives its secret."""
    secret = generate_totp_secret()
    Authenticator.objects.create(
        user=user, type=Authenticator.Type.TOTP, data={"secret": get_adapter().encrypt(secret)}
    )
    return str(secret)


def code_now(secret: str) -> str:
    """What the telephone shows at this moment."""
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(secret, counter)))
