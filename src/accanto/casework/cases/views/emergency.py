"""Opening a protected case in an emergency. Whatever may not be opened so answers as if it did not exist."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accanto.casework.cases.forms import EmergencyForm
from accanto.casework.cases.models import Case
from accanto.casework.cases.operations import break_glass
from accanto.casework.cases.protected import is_protected
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.web import editor, recent_login
from accanto.territory.staff.requests import StaffRequest


@editor("access.break_glass")
@recent_login
def case_emergency(request: StaffRequest, pk: UUID) -> HttpResponse:
    if not is_protected(pk):
        raise Http404
    form = EmergencyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            break_glass(case_id=pk, by=request.user, at=clock.now(), **form.cleaned_data)
        except Case.DoesNotExist:
            raise Http404 from None
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The case is open for three hours. What you read is written down."))
            return redirect("case", pk=pk)
    return render(request, "cases/emergency.html", {"form": form}, status=422 if form.errors else 200)
