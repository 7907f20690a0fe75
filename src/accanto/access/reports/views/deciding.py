"""What becomes of a report."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accanto.access.reports import operations
from accanto.access.reports.enums import OutcomeKind
from accanto.access.reports.forms_ends import OutcomeForm
from accanto.access.reports.models import Report
from accanto.access.reports.views.loading import load_report
from accanto.access.reports.views.report import required
from accanto.casework.cases.enums import CaseState
from accanto.casework.cases.models import Case
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.web import editor, reads
from accanto.people.persons.compartments import fenced
from accanto.people.persons.enums import Compartment
from accanto.territory.staff.models import User
from accanto.territory.staff.requests import StaffRequest


@editor("reports.evaluate")
def report_outcome(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = load_report(request, pk)
    required(request, row)
    if row.closed_at is not None:
        raise PermissionDenied
    now = clock.now()
    cases = _cases(request.user, row)
    reads.listed(cases)
    people = [(str(one.person_id), str(one)) for one in row.named.all() if one.person_id]
    form = OutcomeForm(
        request.POST or None,
        people=people,
        cases=cases,
        on=now.date(),
        initial={"kind": _likely(people, cases), "unit": row.office_id, "responsible": request.user.pk},
    )
    if request.method == "POST" and form.is_valid():
        try:
            operations.conclude(report=row, decision=form.decision(), by=request.user, at=now)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The report is closed; the terms that the law sets go on."))
            return redirect("report", pk=pk)
    context = {
        "report": row,
        "form": form,
        "anybody": bool(people),
        "unknown": [one for one in row.named.all() if not one.person_id],
        "fence": Compartment(row.compartment).label if row.compartment in fenced() else "",
        "signed": bool(getattr(row, "evaluation", None) and row.evaluation.signed_at),
    }
    return render(request, "reports/outcome.html", context, status=422 if form.errors else 200)


def _likely(people: list[tuple[str, str]], cases: QuerySet[Case]) -> str:
    if cases:
        return OutcomeKind.EXISTING_CASE
    return OutcomeKind.NEW_CASE if people else ""


def _cases(user: User, row: Report) -> QuerySet[Case]:
    """Open cases, that one sees, of the households of those recognised."""
    ids = [one.person_id for one in row.named.all() if one.person_id]
    rows = (
        Case.objects.visible_to(user)
        .filter(household__members__person__in=ids)
        .exclude(state=CaseState.CLOSED)
    )
    return rows.select_related("household").order_by("-opened_on", "pk").distinct()
