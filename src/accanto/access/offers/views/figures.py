"""What volunteers gave and what was not answered, counted; for those who plan too, who read no need."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render

from accanto.access.offers.figures import bars, given_rows, hours_total, needs_table
from accanto.access.offers.forms_needs import DaysForm
from accanto.access.offers.queries.figures import counts
from accanto.access.offers.views.offers import tabs_of
from accanto.core import clock
from accanto.core.web import page
from accanto.territory.staff.requests import StaffRequest

_USUAL = timedelta(days=365)


@page("offers.figures")
def offers_figures(request: StaffRequest) -> HttpResponse:
    """The last year, unless other days are asked for."""
    today = clock.today()
    form = DaysForm(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    last = asked.get("al") or today
    first = asked.get("dal") or last - _USUAL
    full = request.user.may("indicators.rows")
    found = counts(first, last, today)
    context = {
        **tabs_of(request.user, "figures"),
        "form": form if request.GET else DaysForm(initial={"dal": first, "al": last}),
        "first": first,
        "last": last,
        "hours": hours_total(found, full=full),
        "given": given_rows(found, full=full),
        "table": needs_table(found, full=full),
        "bars": bars(found),
        "open_offers": found.total("offers"),
        "full": full,
        "serves": request.user.may("offers.use"),
    }
    return render(request, "offers/figures.html", context)
