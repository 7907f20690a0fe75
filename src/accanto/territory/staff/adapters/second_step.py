import base64
import hashlib
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.utils.translation import gettext_lazy

from accanto.core import clock
from accanto.territory.staff.second_step import PROVED, demand_on

_SEALED = "sealed:"


class SecondStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The secrets of telephones are sealed with a key that is not in the database; a demanded step stays."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": gettext_lazy(
            "Your role asks for a second step: add another one before taking this one away."
        ),
        "incorrect_code": gettext_lazy("The code is not right: wait for the next one and try again."),
    }

    def encrypt(self, text: str) -> str:
        return _SEALED + _key().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        if not encrypted_text.startswith(_SEALED):
            return encrypted_text
        return _key().decrypt(encrypted_text.removeprefix(_SEALED).encode()).decode()

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        user: AbstractBaseUser = authenticator.user
        if authenticator.type not in PROVED or demand_on(user, clock.today()) is None:
            return True
        others = Authenticator.objects.filter(user=user, type__in=PROVED).exclude(pk=authenticator.pk)
        return bool(others.exists())

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        return user.get_username()


def _key() -> MultiFernet:
    """Seals with the present secret of the instance, opens also with those before it."""
    secrets = (settings.SECRET_KEY, *map(str, settings.SECRET_KEY_FALLBACKS))
    return MultiFernet([_derived(secret) for secret in secrets])


def _derived(secret: str) -> Fernet:
    digest = hashlib.sha256(b"accanto.second_step:" + secret.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
