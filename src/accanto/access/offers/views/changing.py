"""An offer as it is now, when the volunteer says something else."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accanto.access.offers import operations
from accanto.access.offers.forms import OfferChangeForm, shown_when
from accanto.access.offers.models import Offer
from accanto.access.offers.queries import offers_for_page
from accanto.access.offers.views.offers import facts_of
from accanto.core import clock
from accanto.core.errors import ChangedMeanwhile, OperationRefused
from accanto.core.web import editor, load
from accanto.territory.staff.requests import StaffRequest


@editor("offers.keep")
def offer_change(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = load(offers_for_page(request.user), pk)
    now = clock.now()
    given: dict[str, Any] = {"on": now.date(), "kind": row.kind}
    form = OfferChangeForm(request.POST or None, initial=_as_written(row), **given)
    theirs: list[dict[str, Any]] = []
    if request.method == "POST" and form.is_valid():
        try:
            operations.change_offer(
                offer=row,
                facts=form.offer_facts(),
                expected=form.cleaned_data["revision"],
                by=request.user,
                at=now,
            )
        except ChangedMeanwhile as refusal:
            form = OfferChangeForm(_read_again(request, row), **given)
            form.is_valid()
            form.refuse(refusal)
            theirs = [{"label": _("In a few words"), "value": row.what}, *facts_of(row)]
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The offer is changed."))
            return redirect("offer", pk=pk)
    context = {"form": form, "offer": row, "theirs": theirs, **shown_when(now.date())}
    return render(request, "offers/change.html", context, status=422 if form.errors else 200)


def _as_written(row: Offer) -> dict[str, Any]:
    found: dict[str, Any] = {
        name: getattr(row, name)
        for name in ("kind", "what", "capacity", "first_day", "last_day", "notes", "revision")
    }
    found["municipalities"] = list(row.municipalities.values_list("pk", flat=True))
    together: dict[tuple[Any, Any], list[str]] = {}
    for one in row.hours.all():
        together.setdefault((one.starts, one.ends), []).append(str(one.weekday))
    for suffix, ((starts, ends), days) in zip(("", "_2"), together.items(), strict=False):
        found |= {f"weekdays{suffix}": days, f"starts{suffix}": starts, f"ends{suffix}": ends}
    return found


def _read_again(request: StaffRequest, row: Offer) -> Any:
    """What was typed, on top of what is there now: the next saving is done knowing it."""
    row.refresh_from_db()
    again = request.POST.copy()
    again["revision"] = str(row.revision)
    return again
