"""What the desks did, counted: for those who plan and direct, who read no contact, and for those who receive people."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render

from accanto.access.desk.figures import charts, mediators, unmet
from accanto.access.desk.filters import midnight
from accanto.access.desk.forms import PointChoice
from accanto.access.desk.models import AccessPoint
from accanto.access.desk.queries.figures import counts
from accanto.core import clock
from accanto.core.small_numbers import FEW, too_few
from accanto.core.web import page
from accanto.territory.staff.requests import StaffRequest

_USUAL = timedelta(days=30)


@page("desk.figures")
def desk_figures(request: StaffRequest) -> HttpResponse:
    """The last thirty days, unless other days are asked for."""
    today = clock.today()
    form = PointChoice(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    point: AccessPoint | None = asked.get("punto")
    last = asked.get("al") or today
    first = asked.get("dal") or last - _USUAL
    full = _sees_rows(request, point)
    names = {str(one.pk): one.office.name for one in AccessPoint.objects.select_related("office")}
    found = counts(point.pk if point else None, midnight(first), midnight(last) + timedelta(days=1))
    context = {
        "form": form if request.GET else PointChoice(initial={"dal": first, "al": last}),
        "first": first,
        "last": last,
        "point": point,
        "total": found.total if full or not too_few(found.total) else FEW,
        "any": found.total > 0,
        "median": found.median_minutes if full or not too_few(found.total) else None,
        "charts": charts(found, names, full=full),
        "tables": [one for one in (unmet(found, full=full), mediators(found, full=full)) if one],
        "full": full,
        "serves": request.user.may("desk.serve"),
        "today": today,
    }
    return render(request, "desk/figures.html", context)


def _sees_rows(request: StaffRequest, point: AccessPoint | None) -> bool:
    """Small numbers are told to those who may open rows, and to those who read the contacts of this access point."""
    user = request.user
    if user.may("indicators.rows"):
        return True
    return point is not None and AccessPoint.objects.visible_to(user).filter(pk=point.pk).exists()
