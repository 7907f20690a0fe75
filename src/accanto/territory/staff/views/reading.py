"""Who works where, under which contract, with which role."""

from datetime import datetime

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from accanto.core import clock
from accanto.core.web import page
from accanto.foundation.audit.models import Event
from accanto.foundation.audit.verbs import sentence
from accanto.foundation.entrance.queries import door_of, open_sessions
from accanto.territory.staff.models import Contract, OfficePost, Operator, RoleGrant, User
from accanto.territory.staff.queries import by_office, full_time_equivalents, operators_with_facts
from accanto.territory.staff.requests import StaffRequest
from accanto.territory.staff.roles import ROLES
from accanto.territory.staff.second_step import demand_on, has_second_step


@page("staff.view")
def staff_list(request: StaffRequest) -> HttpResponse:
    today = clock.today()
    wanted = request.GET.get("q", "").strip()
    operators = operators_with_facts(today)
    if wanted:
        operators = operators.filter(user__last_name__icontains=wanted) | operators.filter(
            user__first_name__icontains=wanted
        )
    offices = by_office(operators)
    context = {
        "offices": offices,
        "wanted": wanted,
        "total": len({desk.operator.pk for office in offices for desk in office.desks}),
        "equivalents": full_time_equivalents(today, profession="social_worker", area="social"),
        "today": today,
        "may_manage": request.user.may("staff.manage"),
    }
    return render(request, "staff/list.html", context)


@page("staff.view")
def operator_page(request: StaffRequest, pk: int) -> HttpResponse:
    operators = Operator.objects.select_related("user", "organisation").prefetch_related(
        Prefetch("contracts", Contract.objects.select_related("employer")),
        Prefetch("user__posts", OfficePost.objects.select_related("office")),
        Prefetch("user__role_grants", RoleGrant.objects.select_related("office", "granted_by")),
    )
    operator = get_object_or_404(operators, pk=pk)
    history = Event.objects.filter(subject_kind="staff.user", subject=str(pk)).select_related("actor")[:50]
    context = {
        "operator": operator,
        "person": operator.user,
        "roles": [
            {"grant": grant, "label": ROLES[grant.role].label} for grant in operator.user.role_grants.all()
        ],
        "history": [_told(event) for event in history],
        "today": clock.today(),
        "may_manage": request.user.may("staff.manage"),
        "entering": _entering(operator.user, clock.now()) if request.user.may("staff.manage") else None,
    }
    return render(request, "staff/operator.html", context)


def _entering(user: User, now: datetime) -> dict[str, object]:
    """How the person logs in, for the administrator."""
    return {
        "door": door_of(user, now),
        "sessions": open_sessions(user, now).count(),
        "second_step": has_second_step(user),
        "demand": demand_on(user, now.date()),
    }


def _told(event: Event) -> dict[str, object]:
    params = dict(event.params)
    if params.get("role") in ROLES:
        params["role"] = ROLES[params["role"]].label
    return {"at": event.at, "actor": event.actor, "title": sentence(event.verb, params)}
