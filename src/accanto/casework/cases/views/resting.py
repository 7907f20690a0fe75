"""The work on a case rests, and goes on: first what stops and what does not."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accanto.casework.cases import handover, operations
from accanto.casework.cases.enums import AppointmentState, CaseState
from accanto.casework.cases.forms.life import ResumeForm, SuspendForm
from accanto.casework.cases.models import Appointment, CaseSuspension
from accanto.casework.cases.shell import case_shell
from accanto.casework.cases.views.household import workable
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.web import editor
from accanto.territory.staff.requests import StaffRequest

_USUAL = 30


@editor("cases.work")
def case_suspend(request: StaffRequest, pk: UUID) -> HttpResponse:
    case = workable(request, pk)
    if case.state != CaseState.OPEN:
        return redirect("case_resume", pk=case.pk)
    now = clock.now()
    today = now.date()
    planned = Appointment.objects.filter(case=case, state=AppointmentState.PLANNED, starts_at__gte=now)
    first = {"on": today, "expected_on": today + timedelta(days=_USUAL)}
    form = SuspendForm(request.POST or None, planned=planned, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            operations.suspend_case(case=case, by=request.user, at=now, **form.cleaned_data)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(
                request, _("The case is suspended. On the day that you chose it comes back to you.")
            )
            return redirect("case", pk=case.pk)
    context = {
        **case_shell(request, case, ""),
        "form": form,
        "planned": planned,
        "terms": handover.terms_on(today),
    }
    return render(request, "cases/suspend.html", context, status=422 if form.errors else 200)


@editor("cases.work")
def case_resume(request: StaffRequest, pk: UUID) -> HttpResponse:
    case = workable(request, pk)
    if case.state != CaseState.SUSPENDED:
        return redirect("case", pk=case.pk)
    now = clock.now()
    form = ResumeForm(request.POST or None, initial={"on": now.date()})
    if request.method == "POST" and form.is_valid():
        try:
            operations.resume_case(case=case, by=request.user, at=now, **form.cleaned_data)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The work on the case goes on."))
            return redirect("case", pk=case.pk)
    running = CaseSuspension.objects.filter(case=case, ends_on=None).select_related("suspended_by").first()
    context = {**case_shell(request, case, ""), "form": form, "suspension": running}
    return render(request, "cases/resume.html", context, status=422 if form.errors else 200)
