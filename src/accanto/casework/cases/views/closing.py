"""Closing a case: first what is still open, then how it ended."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accanto.casework.cases import operations, rules
from accanto.casework.cases.blockers import open_work
from accanto.casework.cases.forms.life import ClosingForm
from accanto.casework.cases.shell import case_shell, load_case
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.web import editor
from accanto.people.persons.enums import Depth
from accanto.territory.staff.requests import StaffRequest


@editor("cases.work")
def case_close(request: StaffRequest, pk: UUID) -> HttpResponse:
    case = load_case(request, pk, Depth.WORK)
    if not rules.may_write(request.user, case, case.depth):
        raise PermissionDenied
    now = clock.now()
    form = ClosingForm(request.POST or None, initial={"closed_on": now.date()})
    missing = open_work(case)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            operations.close_case(
                case=case,
                outcome=given["outcome"],
                evaluation=given["evaluation"],
                remains=given["remains"],
                followed_by=given["followed_by"],
                on=given["closed_on"],
                by=request.user,
                at=now,
            )
        except OperationRefused as refusal:
            missing = open_work(case)
            form.refuse(refusal)
        else:
            messages.success(request, _("The case is closed."))
            return redirect("case", pk=case.pk)
    context = {**case_shell(request, case, ""), "form": form, "missing": missing}
    return render(request, "cases/close.html", context, status=422 if form.errors else 200)
