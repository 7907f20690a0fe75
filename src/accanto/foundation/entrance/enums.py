from django.db import models
from django.utils.translation import gettext_lazy as _


class EntryWay(models.TextChoices):
    """How somebody proved who they are."""

    PASSWORD = "password", _("with the password")
    TWO_STEPS = "two_steps", _("with the password and a second step")
    PASSKEY = "passkey", _("with a passkey")
    PROVIDER = "provider", _("through the log-in of the body")
    DEMO = "demo", _("with one click, in the demonstration")


class EndReason(models.TextChoices):
    LOGOUT = "logout", _("logged out")
    IDLE = "idle", _("closed by itself after a pause")
    LIMIT = "limit", _("closed by itself at the end of its time")
    OWN = "own", _("closed by the person from another device")
    ADMINISTRATOR = "administrator", _("closed by the administrator")
    PASSWORD = "password", _("closed by a change of password")
    ACCOUNT = "account", _("closed with the account")
    CONTRACT = "contract", _("closed at the end of the contract")
    PROVIDER = "provider", _("closed by the log-in of the body")
