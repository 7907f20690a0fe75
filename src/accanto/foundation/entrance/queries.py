"""Reading sessions and attempts."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Q, QuerySet

from accanto.foundation.entrance.limits import idle_seconds, longest_seconds
from accanto.foundation.entrance.models import Attempt, EntrySession
from accanto.foundation.entrance.operations.attempts import closed_until, mark_of


@dataclass(frozen=True)
class Door:
    """Whether an account may try to log in, and what was tried lately."""

    closed_until: datetime | None
    failures: int


def account_named(name: str) -> AbstractBaseUser | None:
    """Who is meant by a username or an e-mail address; the same one query for a known and an unknown name."""
    wanted = name.strip().lower()
    accounts: Any = get_user_model().objects
    found: AbstractBaseUser | None = accounts.filter(
        Q(username=wanted) | Q(email=wanted) & ~Q(email="")
    ).first()
    return found


def open_sessions(user: AbstractBaseUser, at: datetime) -> QuerySet[EntrySession]:
    """Not ended, and not so old that the next request will end them."""
    day = at.date()
    return EntrySession.objects.filter(
        user_id=user.pk,
        ended_at=None,
        last_seen_at__gt=at - timedelta(seconds=idle_seconds(day)),
        started_at__gt=at - timedelta(seconds=longest_seconds(day)),
    )


def past_sessions(user: AbstractBaseUser, at: datetime, *, limit: int = 10) -> list[EntrySession]:
    """The last ones that ended."""
    standing = open_sessions(user, at).values("pk")
    return list(EntrySession.objects.filter(user_id=user.pk).exclude(pk__in=standing)[:limit])


def failures_since(user: AbstractBaseUser, since: datetime) -> QuerySet[Attempt]:
    return Attempt.objects.filter(user_id=user.pk, succeeded=False, at__gte=since)


def door_of(user: AbstractBaseUser, at: datetime) -> Door:
    return Door(
        closed_until(mark_of("", user), at),
        Attempt.objects.filter(
            user_id=user.pk, succeeded=False, forgiven=False, at__gte=at - timedelta(days=1)
        ).count(),
    )
