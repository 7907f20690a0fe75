"""Printing the dossier: what to put in it, then the paper at once or as long work."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render

from accanto.casework.cases.shell import case_shell
from accanto.casework.record import operations
from accanto.casework.record.dossier import entries_count
from accanto.casework.record.forms import DossierForm
from accanto.casework.record.views.common import readable
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.web import editor, reads
from accanto.territory.staff.requests import StaffRequest

# From here on it takes longer than a page may: it becomes long work.
AT_ONCE = 400


@editor("cases.view")
def record_dossier(request: StaffRequest, pk: UUID) -> HttpResponse:
    case = readable(request, pk)
    form = DossierForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        wanted, now = form.wanted(), clock.now()
        given: dict[str, Any] = {"case": case, "wanted": wanted, "by": request.user, "at": now}
        try:
            if wanted.enclosed or entries_count(case, request.user, wanted) > AT_ONCE:
                job = operations.order_dossier(**given)
                reads.taken()
                return redirect("job", pk=job.pk)
            paper = operations.print_dossier(**given)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            reads.taken()
            name = operations.dossier_name(case)
            return HttpResponse(
                paper,
                "application/pdf",
                headers={"Content-Disposition": f'attachment; filename="{name}"'},
            )
    context = {
        **case_shell(request, case, "diary"),
        "form": form,
        "at_once": AT_ONCE,
    }
    return render(request, "record/dossier.html", context, status=422 if form.errors else 200)
