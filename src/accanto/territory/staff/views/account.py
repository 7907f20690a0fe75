"""«Accesso e sicurezza»: one's password, second step, and where one is logged in."""

from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accanto.core import clock
from accanto.core.web import action, page
from accanto.core.web.middleware import public
from accanto.foundation.entrance import devices
from accanto.foundation.entrance.enums import EndReason
from accanto.foundation.entrance.middleware import ROW
from accanto.foundation.entrance.models import EntrySession
from accanto.foundation.entrance.operations import end_session, end_sessions
from accanto.foundation.entrance.queries import failures_since, open_sessions, past_sessions
from accanto.territory.staff.requests import StaffRequest
from accanto.territory.staff.roles import ROLES
from accanto.territory.staff.second_step import demand_on

_LOOK_BACK = timedelta(days=30)


@page()
def security(request: StaffRequest) -> HttpResponse:
    now, user = clock.now(), request.user
    here = request.session.get(ROW)
    found = list(Authenticator.objects.filter(user_id=user.pk).order_by("created_at"))
    failures = failures_since(user, now - _LOOK_BACK)
    demand = demand_on(user, now.date())
    context = {
        "today": now.date(),
        "sessions": [shown(row, here=here) for row in open_sessions(user, now)],
        "past": [shown(row) for row in past_sessions(user, now)],
        "failures": failures.count(),
        "last_failure": failures.first(),
        "has_password": user.has_usable_password(),
        "telephone": _first(found, Authenticator.Type.TOTP),
        "keys": [each for each in found if each.type == Authenticator.Type.WEBAUTHN],
        "codes": _first(found, Authenticator.Type.RECOVERY_CODES),
        "demand": demand,
        "asking_roles": [ROLES[code].label for code in demand.roles] if demand else [],
    }
    return render(request, "staff/security.html", context)


@action()
def session_end(request: StaffRequest, pk: int) -> HttpResponse:
    """One of my own; somebody else's does not exist."""
    row = get_object_or_404(EntrySession, pk=pk, user_id=request.user.pk)
    if row.pk == request.session.get(ROW):
        return redirect("account_logout")
    if end_session(session_id=row.pk, reason=EndReason.OWN, at=clock.now()):
        messages.success(request, _("Closed: that device has to log in again."))
    return redirect("mfa_index")


@action()
def sessions_end_others(request: StaffRequest) -> HttpResponse:
    count = end_sessions(
        user=request.user,
        reason=EndReason.OWN,
        keep=request.session.get(ROW),
        by=request.user,
        at=clock.now(),
    )
    told = ngettext("One session closed.", "%(count)s sessions closed.", count) % {"count": count}
    messages.success(request, told if count else _("You are logged in only here."))
    return redirect("mfa_index")


@page()
def second_step_start(request: StaffRequest) -> HttpResponse:
    """Why a second step is asked of this role, and two ways to have one."""
    demand = demand_on(request.user, clock.today())
    roles = [ROLES[code].label for code in demand.roles] if demand else []
    return render(request, "staff/second_step_start.html", {"roles": roles, "demand": demand})


@public
def not_here(request: HttpRequest, rest: str = "") -> HttpResponse:
    """allauth's pages for signing up, e-mail addresses and other people's accounts have no place here."""
    raise Http404


def shown(row: EntrySession, *, here: int | None = None) -> dict[str, Any]:
    return {
        "pk": row.pk,
        "device": devices.in_words(row.agent),
        "phone": devices.is_phone(row.agent),
        "address": row.address,
        "way": row.get_way_display(),
        "started_at": row.started_at,
        "last_seen_at": row.last_seen_at,
        "ended_at": row.ended_at,
        "end": row.get_end_reason_display() if row.end_reason else _("closed by itself"),
        "here": row.pk == here,
    }


def _first(found: list[Authenticator], kind: str) -> Authenticator | None:
    return next((each for each in found if each.type == kind), None)
