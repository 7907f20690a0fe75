"""The tutor chooses what the student reads, and takes it away."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accanto.casework.training import operations
from accanto.casework.training.forms import ChooseCaseForm, TakeAwayForm
from accanto.casework.training.models import TraineeCase, Traineeship
from accanto.casework.training.queries import choosable
from accanto.casework.training.views.traineeships import load_traineeship
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.web import editor, load, reads
from accanto.territory.staff.requests import StaffRequest


@editor("training.view")
def training_choose(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = _of_the_tutor(request, pk)
    cases = choosable(row, clock.now())
    reads.listed(cases)
    form = ChooseCaseForm(request.POST or None, cases=cases)
    if request.method == "POST" and form.is_valid():
        try:
            operations.choose_case(traineeship=row, by=request.user, at=clock.now(), **form.cleaned_data)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(
                request,
                _("%(name)s reads the case from now, with invented names.") % {"name": row.student},
            )
            return redirect("training", pk=pk)
    context = {"traineeship": row, "form": form, "any": bool(cases)}
    return render(request, "training/choose.html", context, status=422 if form.errors else 200)


@editor("training.view")
def training_take(request: StaffRequest, pk: UUID, chosen: int) -> HttpResponse:
    row = _of_the_tutor(request, pk)
    rows = TraineeCase.objects.visible_to(request.user).filter(traineeship=row, ends_at=None)
    one = load(rows.select_related("case__household"), chosen)
    form = TakeAwayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.take_case_away(chosen=one, by=request.user, at=clock.now(), **form.cleaned_data)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("%(name)s no longer sees the case.") % {"name": row.student})
            return redirect("training", pk=pk)
    context = {
        "traineeship": row,
        "form": form,
        "title": _("Take away the case of the household %(label)s") % {"label": one.case.household.label},
        "text": _("From now on %(name)s no longer opens it.") % {"name": row.student},
        "action": _("Take it away"),
    }
    return render(request, "training/ask.html", context, status=422 if form.errors else 200)


def _of_the_tutor(request: StaffRequest, pk: UUID) -> Traineeship:
    row = load_traineeship(request, pk)
    if row.tutor_id != request.user.pk:
        raise PermissionDenied
    return row
