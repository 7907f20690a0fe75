"""Who must not see a household: the list, read by those who read the case and never by whoever is on it."""

from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accanto.casework.cases import operations, rules
from accanto.casework.cases.forms import BarForm, ReasonForm
from accanto.casework.cases.models import Case
from accanto.casework.cases.shell import case_shell, load_case
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.web import editor
from accanto.people.households.models import Member
from accanto.people.persons.enums import Depth
from accanto.people.persons.queries import bars_in_force
from accanto.territory.staff.models import User
from accanto.territory.staff.requests import StaffRequest


@editor("cases.view")
def case_bars(request: StaffRequest, pk: UUID) -> HttpResponse:
    case = load_case(request, pk, Depth.READ)
    may_bar = rules.may_bar(request.user, case, case.depth)
    members = Member.objects.filter(household=case.household, ends_on=None).select_related("person")
    form = BarForm(request.POST or None, members=members, by=request.user)
    if request.method == "POST":
        if not may_bar:
            raise PermissionDenied
        if form.is_valid() and _barred(request, case, form):
            messages.success(
                request, _("%(name)s no longer sees this household.") % {"name": form.cleaned_data["user"]}
            )
            return redirect("case_bars", pk=case.pk)
    context = {
        **case_shell(request, case, ""),
        "form": form,
        "rows": _rows(case, members),
        "may_bar": may_bar,
    }
    return render(request, "cases/bars.html", context, status=422 if form.errors else 200)


@editor("cases.view")
def case_bar_end(request: StaffRequest, pk: UUID, user_id: int) -> HttpResponse:
    case = load_case(request, pk, Depth.READ)
    if not rules.may_bar(request.user, case, case.depth):
        raise PermissionDenied
    user = get_object_or_404(User, pk=user_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            operations.lift_bar_from_case(
                case=case, user=user, reason=reason, by=request.user, at=clock.now()
            )
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("%(name)s is no longer kept out.") % {"name": user})
            return redirect("case_bars", pk=case.pk)
    context = {**case_shell(request, case, ""), "form": form, "barred": user}
    return render(request, "cases/bar_end.html", context, status=422 if form.errors else 200)


def _barred(request: StaffRequest, case: Case, form: BarForm) -> bool:
    given = dict(form.cleaned_data)
    member = given.pop("person")
    try:
        operations.bar_from_case(
            case=case, person=member.person if member else None, by=request.user, at=clock.now(), **given
        )
    except OperationRefused as refusal:
        form.refuse(refusal)
        return False
    return True


def _rows(case: Case, members: Any) -> list[dict[str, Any]]:
    """One line for each colleague, with the people they must not see."""
    people = [member.person_id for member in members]
    found = bars_in_force(people, clock.now()).select_related("user", "person", "written_by")
    rows = []
    for user_id, bars in groupby(
        found.order_by("user__last_name", "user_id", "person_id"), lambda b: b.user_id
    ):
        mine = list(bars)
        whom = "" if len(mine) == len(people) else ", ".join(str(bar.person) for bar in mine)
        rows.append({"user_id": user_id, "first": mine[0], "whom": whom})
    return rows
