"""A case, and whole persons, into a compartment and out of it: first who would still see it, then the move."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accanto.casework.cases import operations, rules
from accanto.casework.cases.enums import Compartment
from accanto.casework.cases.forms import MoveForm
from accanto.casework.cases.models import Case
from accanto.casework.cases.queries import grants_on, seers
from accanto.casework.cases.seeing import coordinators_on
from accanto.casework.cases.shell import case_shell, load_case
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.web import editor, recent_login
from accanto.people.households.models import Member
from accanto.people.persons.compartments import fenced
from accanto.people.persons.enums import Depth
from accanto.territory.staff.models import User
from accanto.territory.staff.requests import StaffRequest


@dataclass(frozen=True)
class Sight:
    """Who sees the case: colleagues by their own right, coordinators through the unit."""

    people: list[User]
    coordinators: list[User]

    @property
    def everybody(self) -> list[User]:
        return list(dict.fromkeys([*self.people, *self.coordinators]))


@editor("cases.work")
@recent_login
def case_move(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Sent once it shows what would change; sent with `confirmed` it moves."""
    case = load_case(request, pk, Depth.WORK)
    if not rules.may_write(request.user, case, case.depth):
        raise PermissionDenied
    now = _sight_now(case)
    members = Member.objects.filter(household=case.household, ends_on=None).select_related("person")
    others = [user.pk for user in now.people if user.pk != case.responsible_id]
    form = MoveForm(
        request.POST or None,
        seers=User.objects.filter(pk__in=others).order_by("last_name", "first_name", "pk"),
        members=members,
        initial={"whole": [m.pk for m in members if m.person.compartment != Compartment.ORDINARY]},
    )
    after = None
    if request.method == "POST" and form.is_valid():
        if request.POST.get("confirmed") and _moved(request, form, case):
            return _away(request, case)
        after = _sight_after(case, form, now) if form.is_valid() else None
    context = {
        **case_shell(request, case, ""),
        "form": form,
        "now": now,
        "after": after,
        "lost": [user for user in now.everybody if user not in after.everybody] if after else [],
        "place": Compartment(case.compartment).label,
        "target": Compartment(form.cleaned_data["compartment"]).label if after else "",
    }
    return render(request, "cases/move.html", context, status=422 if form.errors else 200)


def _sight_now(case: Case) -> Sight:
    moment = clock.now()
    found = seers(grants_on(case.pk, moment))
    reached = any(seer.user is None for seer in found)
    coordinators = coordinators_on(case, moment.date()) if reached else []
    return Sight([seer.user for seer in found if seer.user], coordinators)


def _sight_after(case: Case, form: MoveForm, now: Sight) -> Sight:
    """The responsible worker and those who stay; coordinators where the unit reaches the compartment."""
    target = form.cleaned_data["compartment"]
    staying = set(form.cleaned_data["staying"])
    reached = target not in fenced() or target in case.unit.compartments
    return Sight(
        [user for user in now.people if user in staying or user.pk == case.responsible_id],
        coordinators_on(case, clock.today()) if reached else [],
    )


def _moved(request: StaffRequest, form: MoveForm, case: Case) -> bool:
    given: dict[str, Any] = form.cleaned_data
    try:
        operations.move_case(
            case=case,
            compartment=given["compartment"],
            staying=given["staying"],
            whole=[member.person for member in given["whole"]],
            reason=given["reason"],
            by=request.user,
            at=clock.now(),
        )
    except OperationRefused as refusal:
        form.refuse(refusal)
        return False
    return True


def _away(request: StaffRequest, case: Case) -> HttpResponse:
    """Back to the case, for whoever still sees it; for the others it does not exist any more."""
    messages.success(request, _("The case has been moved. Whoever lost sight of it finds nothing from now."))
    if Case.objects.visible_to(request.user).filter(pk=case.pk).exists():
        return redirect("case_access", pk=case.pk)
    return redirect("cases")
