"""«Chi lo segue»: who answers for a case, who works on it with them; both are changed here."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accanto.casework.cases import following, operations, rules
from accanto.casework.cases.forms.following import CoWorkerForm, ResponsibleForm
from accanto.casework.cases.models import Case
from accanto.casework.cases.shell import case_shell
from accanto.casework.cases.views.household import workable
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.web import editor
from accanto.people.persons.compartments import fenced
from accanto.territory.staff.models import User
from accanto.territory.staff.requests import StaffRequest


@editor("cases.work")
def case_following(request: StaffRequest, pk: UUID) -> HttpResponse:
    case = workable(request, pk)
    if not rules.may_name(request.user, case, case.depth):
        raise PermissionDenied
    if request.method == "POST" and request.POST.get("act") == "release":
        return _released(request, case)
    responsible, co_worker = _forms(request, case)
    if request.method == "POST" and (done := _acted(request, case, responsible, co_worker)):
        return done
    apart = following.in_mini_team(case)
    context = {
        **case_shell(request, case, ""),
        "responsible_form": responsible,
        "co_worker_form": co_worker,
        "former": str(case.responsible_id or ""),
        "rows": [{"worker": row, "releases": row.user_id not in apart} for row in following.co_workers(case)],
        "fenced": case.compartment in fenced(),
    }
    wrong = responsible.errors or co_worker.errors
    return render(request, "cases/following.html", context, status=422 if wrong else 200)


def _forms(request: StaffRequest, case: Case) -> tuple[ResponsibleForm, CoWorkerForm]:
    """The one that was sent is bound."""
    now, act = clock.now(), request.POST.get("act", "responsible")

    def data(name: str) -> Any:
        return request.POST if request.method == "POST" and act == name else None

    return (
        ResponsibleForm(data("responsible"), workers=following.may_answer_for(case, now)),
        CoWorkerForm(data("co_worker"), workers=following.may_join(case, now)),
    )


def _acted(
    request: StaffRequest, case: Case, responsible: ResponsibleForm, co_worker: CoWorkerForm
) -> HttpResponse | None:
    form = next((form for form in (responsible, co_worker) if form.is_bound), None)
    if form is None:
        raise PermissionDenied
    if not form.is_valid():
        return None
    given = form.cleaned_data
    told: dict[str, Any] = {"case": case, "by": request.user, "at": clock.now()}
    try:
        if form is responsible:
            clashes = operations.name_responsible(
                user=given["responsible"], former=given["former"], reason=given["reason"], **told
            )
            messages.success(
                request, _("%(name)s is responsible for it from now.") % {"name": given["responsible"]}
            )
            for clash in clashes:
                messages.warning(request, clash)
        else:
            operations.take_co_worker(user=given["co_worker"], reason=given["task"], **told)
            messages.success(request, _("%(name)s works on it from now.") % {"name": given["co_worker"]})
    except OperationRefused as refusal:
        form.refuse(refusal)
        return None
    return _onwards(request, case)


def _released(request: StaffRequest, case: Case) -> HttpResponse:
    working = {str(row.user_id): row.user for row in following.co_workers(case)}
    user: User | None = working.get(request.POST.get("user", ""))
    if user is None:
        messages.error(request, _("They no longer work on this case: somebody was faster."))
        return redirect("case_following", pk=case.pk)
    try:
        operations.release_co_worker(case=case, user=user, by=request.user, at=clock.now())
    except OperationRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("%(name)s no longer works on this case.") % {"name": user})
    return redirect("case_following", pk=case.pk)


def _onwards(request: StaffRequest, case: Case) -> HttpResponse:
    """Whoever gave the case away may not see it any more."""
    seen = Case.objects.visible_to(request.user).filter(pk=case.pk).first()
    if seen is None:
        return redirect("cases")
    again = seen.responsible_id == request.user.pk or seen.unit_id in request.user.access.coordinates
    return redirect("case_following" if again else "case", pk=case.pk)
