"""Opening and closing sessions. To close one is to delete Django's session row: the next request meets the door."""

from datetime import datetime
from importlib import import_module

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import models, transaction

from accanto.foundation.audit.operations import record
from accanto.foundation.entrance.enums import EndReason, EntryWay
from accanto.foundation.entrance.models import EntrySession


@transaction.atomic
def start_session(
    *,
    user: AbstractBaseUser,
    key: str,
    way: EntryWay,
    address: str | None,
    agent: str,
    at: datetime,
    provider_session: str = "",
) -> EntrySession:
    """The same browser that logs in again ends what it had."""
    for old in EntrySession.objects.select_for_update(of=("self",)).filter(key=key):
        _close(old, EndReason.LOGOUT, at)
    return EntrySession.objects.create(
        user_id=user.pk,
        key=key,
        way=way,
        started_at=at,
        last_seen_at=at,
        address=address,
        agent=agent[:300],
        provider_session=provider_session[:255],
    )


@transaction.atomic
def mark_seen(*, session_id: int, at: datetime) -> None:
    EntrySession.objects.filter(pk=session_id, ended_at=None).update(last_seen_at=at)


@transaction.atomic
def rename_session(*, session_id: int, key: str) -> None:
    """Django gave the session another key (it does so when the password changes)."""
    EntrySession.objects.filter(pk=session_id, ended_at=None).update(key=key)


@transaction.atomic
def end_session(*, session_id: int, reason: EndReason, at: datetime) -> bool:
    """False when it had ended already."""
    row = EntrySession.objects.select_for_update(of=("self",)).filter(pk=session_id, ended_at=None).first()
    if row is None:
        return False
    _close(row, reason, at)
    return True


@transaction.atomic
def end_sessions(
    *,
    user: AbstractBaseUser,
    reason: EndReason,
    at: datetime,
    by: AbstractBaseUser | None = None,
    keep: int | None = None,
) -> int:
    """All the open sessions of somebody, except `keep`. Gives how many.

    Told in the audit when another person did it.
    """
    rows = EntrySession.objects.select_for_update(of=("self",)).filter(user_id=user.pk, ended_at=None)
    ended = [row for row in rows.order_by("pk") if row.pk != keep]
    for row in ended:
        _close(row, reason, at)
    if by is not None and by.pk != user.pk and ended:
        record("entrance.sessions.ended", by=by, at=at, subject=user, name=str(user), count=len(ended))
    return len(ended)


@transaction.atomic
def end_provider_session(*, provider_session: str, at: datetime) -> int:
    """The body's provider says that the person has left."""
    rows = EntrySession.objects.select_for_update(of=("self",)).filter(
        provider_session=provider_session, ended_at=None
    )
    ended = list(rows.order_by("pk"))
    for row in ended:
        _close(row, EndReason.PROVIDER, at)
    return len(ended)


def _close(row: EntrySession, reason: EndReason, at: datetime) -> None:
    if row.key:
        _store().delete(row.key)
    row.key, row.ended_at, row.end_reason = "", at, reason
    row.save(update_fields=["key", "ended_at", "end_reason"])


def _store() -> models.Model:
    store: models.Model = import_module(settings.SESSION_ENGINE).SessionStore()
    return store
