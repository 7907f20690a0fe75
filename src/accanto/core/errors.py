"""Refusals: what an operation raises when it will not do what was asked."""

from collections.abc import Sequence

from django.utils.functional import Promise


class OperationRefused(Exception):
    """Nothing was changed; the message says why, `missing` what is still needed, `field` where to mend it."""

    def __init__(
        self, message: str | Promise, *, missing: Sequence[str | Promise] = (), field: str | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.missing = tuple(missing)
        self.field = field

    def __str__(self) -> str:
        return str(self.message)


class ChangedMeanwhile(OperationRefused):
    """Somebody saved the same thing first; the page shows both versions and loses neither."""


class NotPermitted(OperationRefused):
    """The actor may see this but not do it (403)."""
