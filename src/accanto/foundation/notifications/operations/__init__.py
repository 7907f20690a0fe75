"""Telling people; sentences are registered like the verbs of events."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.utils.functional import Promise

from accanto.foundation.notifications.models import Notification

KINDS: dict[str, Promise | str] = {}


def register_kinds(kinds: dict[str, Promise | str]) -> None:
    """Sentences with `{placeholders}`; called from `AppConfig.ready()`."""
    KINDS.update(kinds)


@transaction.atomic
def notify(
    kind: str, *, user: models.Model, at: datetime, url: str = "", context: UUID | None = None, **params: Any
) -> Notification:
    """:raises KeyError: when no room registered `kind`."""
    KINDS[kind]
    told = Notification(kind=kind, user_id=user.pk, at=at, url=url, context=context, params=params)
    # Without asking the row back: it is the other's, and whoever tells may not read it.
    Notification.objects.bulk_create([told], ignore_conflicts=True)
    return told


@transaction.atomic
def mark_read(*, user: models.Model, at: datetime, notification_id: int | None = None) -> int:
    """One, or all of the user's; returns how many were unread."""
    unread = Notification.objects.filter(user_id=user.pk, read_at=None)
    if notification_id is not None:
        unread = unread.filter(pk=notification_id)
    return unread.update(read_at=at)
