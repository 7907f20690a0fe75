"""Whoever follows a case decides whether a colleague is let in: one click and a word."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accanto.casework.cases import operations, rules
from accanto.casework.cases.enums import RequestState
from accanto.casework.cases.forms import DecideForm
from accanto.casework.cases.models import AccessRequest
from accanto.casework.cases.operations.deciding import statement
from accanto.casework.cases.seeing import terms_on
from accanto.casework.cases.shell import case_shell, load_case
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.web import editor
from accanto.people.persons.enums import Depth
from accanto.territory.staff.requests import StaffRequest


@editor("cases.work")
def case_request(request: StaffRequest, pk: UUID, request_id: UUID) -> HttpResponse:
    case = load_case(request, pk, Depth.WORK)
    rows = AccessRequest.objects.visible_to(request.user).filter(case=case)
    asked = get_object_or_404(
        rows.select_related("asked_by__operator__organisation", "decided_by", "person"), pk=request_id
    )
    if not rules.may_decide_request(request.user, case, asked, clock.now()):
        raise PermissionDenied
    form = DecideForm(request.POST or None, asked=asked)
    if request.method == "POST" and form.is_valid() and _decided(request, form, asked):
        return redirect("case_request", pk=case.pk, request_id=asked.pk)
    context = {
        **case_shell(request, case, ""),
        "asked": asked,
        "statement": statement(asked),
        "form": form if asked.state == RequestState.OPEN else None,
        "depth_asked": Depth(asked.depth).label,
        "depth_given": Depth(asked.given_depth).label if asked.given_depth else "",
        "terms": terms_on(clock.today()),
    }
    return render(request, "cases/request.html", context, status=422 if form.errors else 200)


def _decided(request: StaffRequest, form: DecideForm, asked: AccessRequest) -> bool:
    given: dict[str, Any] = {"request": asked, "by": request.user, "at": clock.now()}
    answer, name = form.cleaned_data["answer"], asked.asked_by
    try:
        if form.cleaned_data["decision"] == "allow":
            depth, days = form.cleaned_data["depth"], form.cleaned_data["days"]
            operations.allow_request(depth=depth, days=days, answer=answer, **given)
            messages.success(request, _("%(name)s is let in, and has been told.") % {"name": name})
        else:
            operations.refuse_request(answer=answer, **given)
            messages.success(request, _("%(name)s is not let in, and has been told why.") % {"name": name})
    except operations.AlreadyDecided as refusal:
        messages.warning(request, str(refusal))
    except OperationRefused as refusal:
        form.refuse(refusal)
        return False
    return True
