"""What Django and allauth tell when somebody comes in, leaves, or proves again who they are."""

import time
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.signals import authentication_step_completed, password_changed
from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.http import HttpRequest

from accanto.core import clock
from accanto.core.web.confirmation import mark_confirmed
from accanto.foundation.entrance import first_things, operations
from accanto.foundation.entrance.enums import EndReason, EntryWay
from accanto.foundation.entrance.middleware import BEGAN, ROW, SEEN, UNTIL


def connect() -> None:
    user_logged_in.connect(on_logged_in, dispatch_uid="entrance.in")
    user_logged_out.connect(on_logged_out, dispatch_uid="entrance.out")
    authentication_step_completed.connect(on_step, dispatch_uid="entrance.step")
    password_changed.connect(on_password_changed, dispatch_uid="entrance.password")


def on_logged_in(request: HttpRequest, user: AbstractBaseUser, **_rest: Any) -> None:
    now, session = clock.now(), request.session
    way = way_of(request, user)
    row = operations.start_session(
        user=user,
        key=session.session_key or "",
        way=way,
        address=get_client_ip(request),
        agent=request.META.get("HTTP_USER_AGENT", ""),
        provider_session=session.get("provider_session", ""),
        at=now,
    )
    session[ROW], session[BEGAN], session[SEEN] = row.pk, time.time(), time.time()
    closing = first_things.closing_time(user, now.date())
    session[UNTIL] = closing.timestamp() if closing else None
    mark_confirmed(request)
    if way != EntryWay.DEMO:
        first_things.decide(request, user, now.date())
    if getattr(request, "attempt", None):
        operations.forgive_attempts(user=user)


def on_logged_out(request: HttpRequest, **_rest: Any) -> None:
    row = request.session.get(ROW)
    if row:
        operations.end_session(session_id=row, reason=EndReason.LOGOUT, at=clock.now())


def on_step(request: HttpRequest, user: AbstractBaseUser, **told: Any) -> None:
    """A password or code was right: the attempt counted at the door did not fail."""
    attempt = getattr(request, "attempt", None)
    if attempt:
        operations.record_success(attempt=attempt)
    if told.get("reauthenticated"):
        mark_confirmed(request)
        operations.forgive_attempts(user=user)


def on_password_changed(request: HttpRequest, user: AbstractBaseUser, **_rest: Any) -> None:
    """Everybody else who was inside with the old password is out."""
    row = request.session.get(ROW)
    operations.end_sessions(user=user, reason=EndReason.PASSWORD, keep=row, at=clock.now())
    if row and request.session.session_key:
        operations.rename_session(session_id=row, key=request.session.session_key)


def way_of(request: HttpRequest, user: AbstractBaseUser) -> EntryWay:
    """Only the demonstration's one click leaves no record of how somebody proved who they are."""
    records = get_authentication_records(request, user)
    if not records:
        return EntryWay.DEMO if settings.DEMO_MODE else EntryWay.PASSWORD
    methods = {record["method"] for record in records}
    if "socialaccount" in methods:
        return EntryWay.PROVIDER
    if "mfa" not in methods:
        return EntryWay.PASSWORD
    return EntryWay.TWO_STEPS if "password" in methods else EntryWay.PASSKEY
