"""«Carico di lavoro»: what each worker of a unit carries, and of which cases the figure is made."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from accanto.casework.cases import handover, workload
from accanto.core import clock
from accanto.core.web import page, reads
from accanto.territory.bodies.models import Office
from accanto.territory.staff.models import User
from accanto.territory.staff.requests import StaffRequest


@page("workload.view")
def case_workload(request: StaffRequest) -> HttpResponse:
    """One unit at a time, of those that one coordinates."""
    today = clock.today()
    units = list(handover.units_on(today).filter(pk__in=sorted(request.user.access.coordinates)))
    asked = request.GET.get("unita", "")
    office = next((unit for unit in units if unit.code == asked), units[0] if units else None)
    loads = workload.workload(office, request.user, today) if office else []
    weights = workload.weights_on(today)
    known = [load for load in loads if load.per_full_week is not None]
    context = {
        "units": units,
        "office": office,
        "loads": loads,
        "chart": [(str(load.user), load.per_full_week) for load in known],
        "weights": weights,
        "legend": workload.legend(weights),
        "unknown": _("hours not known"),
    }
    return render(request, "cases/workload.html", context)


@page("workload.view")
def case_workload_rows(request: StaffRequest, unit: str, user_id: int) -> HttpResponse:
    """The cases behind one figure; zero for those of which nobody is responsible."""
    office = get_object_or_404(Office, code=unit)
    if office.pk not in request.user.access.coordinates:
        raise Http404
    worker = get_object_or_404(User, pk=user_id) if user_id else None
    today = clock.today()
    rows = workload.cases_behind(office, worker, request.user, today)
    reads.listed([row.case for row in rows])
    context = {
        "office": office,
        "worker": worker,
        "rows": rows,
        "total": round(sum(row.weight for row in rows), 1),
        "weights": workload.weights_on(today),
    }
    return render(request, "cases/workload_rows.html", context)
