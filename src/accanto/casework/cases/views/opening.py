"""«Prendi in carico»: whether somebody follows them already, then why, which unit, who."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accanto.casework.cases import handover, operations
from accanto.casework.cases.enums import CaseState
from accanto.casework.cases.followers import followers_of
from accanto.casework.cases.forms.life import TakeInChargeForm
from accanto.casework.cases.models import Case
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.web import editor, load
from accanto.people.households.models import Household
from accanto.people.persons.models import Person, Residence
from accanto.territory.bodies.models import Office
from accanto.territory.staff.models import User
from accanto.territory.staff.requests import StaffRequest


@editor("cases.work")
def case_open(request: StaffRequest, person_id: UUID) -> HttpResponse:
    person = load(Person.objects.visible_to(request.user), person_id)
    units, workers = _offered(request.user)
    households = operations.homes_of(person, request.user)
    first = _proposed(request.user, person, list(units), households)
    form = TakeInChargeForm(
        request.POST or None, households=households, units=units, workers=workers, initial=first
    )
    if request.method == "POST" and form.is_valid():
        try:
            case = operations.take_in_charge(
                person=person, by=request.user, at=clock.now(), **form.cleaned_data
            )
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Taken in charge: case %(number)s.") % {"number": case.number})
            seen = Case.objects.visible_to(request.user).filter(pk=case.pk).exists()
            return redirect("case", pk=case.pk) if seen else redirect("cases")
    running = Case.objects.visible_to(request.user).filter(household__in=households)
    context = {
        "person": person,
        "form": form,
        "running": running.exclude(state=CaseState.CLOSED).select_related("unit", "responsible"),
        "followers": followers_of(person.pk),
        "proposed": first,
    }
    return render(request, "cases/open.html", context, status=422 if form.errors else 200)


def _offered(user: User) -> tuple[QuerySet[Office], QuerySet[User]]:
    """One's own units, and those that one coordinates; whoever works there."""
    today = clock.today()
    mine = user.access.offices | user.access.coordinates
    units = handover.units_on(today).filter(pk__in=sorted(mine))
    return units, handover.workers_of([unit.pk for unit in units], today)


def _proposed(
    user: User, person: Person, units: list[Office], households: QuerySet[Household]
) -> dict[str, Any]:
    """The unit that serves where the person lives, and oneself, when one works there."""
    home = (
        Residence.objects.filter(person=person, ends_on=None).values_list("municipality", flat=True).first()
    )
    serving = set(Office.objects.filter(serves=home).values_list("pk", flat=True)) if home else set()
    unit = next((unit for unit in units if unit.pk in serving), units[0] if len(units) == 1 else None)
    works = unit and handover.posted_in(unit.pk, [user.pk], clock.today())
    return {
        "unit": unit.pk if unit else None,
        "responsible": user.pk if works else None,
        "household": households.values_list("pk", flat=True).first(),
    }
