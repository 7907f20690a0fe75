"""Counting what is tried at the door."""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import connection, models, transaction
from django.utils.crypto import salted_hmac

from accanto.core.errors import OperationRefused
from accanto.foundation.audit.operations import record
from accanto.foundation.entrance.limits import Limit, attempts
from accanto.foundation.entrance.models import Attempt


class DoorClosed(OperationRefused):
    """Too many wrong attempts; `until` says when it opens again by itself."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"closed until {until.isoformat()}")
        self.until = until


def begin_attempt(*, name: str, user: AbstractBaseUser | None, address: str | None, at: datetime) -> Attempt:
    """Count an attempt as failed before it is tried; `record_success` says otherwise later.

    An attempt at a closed door is not counted: an attacker must not keep it closed for ever.

    :raises DoorClosed: too many wrong attempts on this account, on this name, or from this address.
    """
    mark = mark_of(name, user)
    with transaction.atomic():
        _one_at_a_time(mark)
        _one_at_a_time(address or "")
        closed = [until for until in (closed_until(mark, at), address_closed_until(address, at)) if until]
        if not closed:
            return Attempt.objects.create(
                at=at, mark=mark, user_id=user.pk if user else None, address=address
            )
    raise DoorClosed(max(closed))


@transaction.atomic
def record_success(*, attempt: Attempt) -> None:
    Attempt.objects.filter(pk=attempt.pk).update(succeeded=True)


@transaction.atomic
def forgive_attempts(*, user: AbstractBaseUser) -> int:
    """The holder has come in: earlier mistakes no longer count against the account. Gives how many."""
    return Attempt.objects.filter(user_id=user.pk, succeeded=False, forgiven=False).update(forgiven=True)


@transaction.atomic
def open_door(*, user: AbstractBaseUser, by: AbstractBaseUser, at: datetime) -> int:
    """An administrator lets an account try again before its time."""
    count = forgive_attempts(user=user)
    record("entrance.door.opened", by=by, at=at, subject=user, name=str(user))
    return count


def mark_of(name: str, user: AbstractBaseUser | None) -> str:
    """One account has one mark, whichever of its names is typed."""
    text = f"account:{user.pk}" if user else f"name:{name.strip().casefold()}"
    return salted_hmac("accanto.entrance.attempt", text, algorithm="sha256").hexdigest()


def closed_until(mark: str, at: datetime) -> datetime | None:
    rows = Attempt.objects.filter(mark=mark, succeeded=False, forgiven=False)
    return _closed_until(rows, attempts("account", at.date()), at)


def address_closed_until(address: str | None, at: datetime) -> datetime | None:
    if not address:
        return None
    rows = Attempt.objects.filter(address=address, succeeded=False)
    return _closed_until(rows, attempts("address", at.date()), at)


def _closed_until(rows: models.QuerySet[Attempt], limit: Limit, at: datetime) -> datetime | None:
    recent = rows.filter(at__gt=at - limit.within - limit.closed, at__lte=at).order_by("-at")
    times = list(recent.values_list("at", flat=True)[: limit.failures])
    if len(times) < limit.failures or times[0] - times[-1] > limit.within:
        return None
    until: datetime = times[0] + limit.closed
    return until if until > at else None


def _one_at_a_time(what: str) -> None:
    """Fifty guesses sent together are counted one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 20261122))", [what])
