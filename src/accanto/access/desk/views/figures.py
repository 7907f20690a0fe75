"""What the desks did, counted: for those who plan and direct, who read no contact, and for those who receive people."""

from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render

from accanto.access.desk.figures import Figures, charts, mediators, unmet
from accanto.access.desk.filters import midnight
from accanto.access.desk.forms import PointChoice
from accanto.access.desk.models import AccessPoint
from accanto.access.desk.queries.figures import counts
from accanto.core import clock
from accanto.core.web import page
from accanto.territory.staff.requests import StaffRequest

_USUAL = timedelta(days=30)


@page("desk.figures")
def desk_figures(request: StaffRequest) -> HttpResponse:
    """The last thirty days, or others; to whoever may not open the rows a whole month that is over."""
    today = clock.today()
    form = PointChoice(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    point: AccessPoint | None = asked.get("punto")
    mine = frozenset(AccessPoint.objects.visible_to(request.user).values_list("pk", flat=True))
    rows = request.user.may("indicators.rows")
    last = asked.get("al") or today
    first = asked.get("dal") or last - _USUAL
    full = rows or (point is not None and point.pk in mine)
    if not full:
        first, last = month_over(asked.get("al") or asked.get("dal"), today)
    names = {str(one.pk): one.office.name for one in AccessPoint.objects.select_related("office")}
    found = counts(midnight(first), midnight(last) + timedelta(days=1))
    figures = Figures(found, point.pk if point else None, mine, rows)
    context = {
        "form": PointChoice(initial={"punto": point, "dal": first, "al": last})
        if form.is_valid() or not full
        else form,
        "first": first,
        "last": last,
        "point": point,
        "total": figures.total,
        "any": figures.total != 0,
        "median": figures.counts.median_minutes if isinstance(figures.total, int) else None,
        "charts": charts(figures, names),
        "tables": [one for one in (unmet(figures), mediators(figures)) if one],
        "full": full,
        "serves": request.user.may("desk.serve"),
        "today": today,
    }
    return render(request, "desk/figures.html", context)


def month_over(asked: date | None, today: date) -> tuple[date, date]:
    """The month of the day asked for if it is over, else the last one that is.

    Months do not overlap and no longer grow: nothing is told by setting one view against another.
    """
    newest = today.replace(day=1) - timedelta(days=1)
    last = min(asked, newest) if asked else newest
    following = (last.replace(day=28) + timedelta(days=4)).replace(day=1)
    return last.replace(day=1), following - timedelta(days=1)
