"""The tab on the case, and the order that arrives."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accanto.casework.cases.shell import case_shell, load_case
from accanto.casework.mandates import operations
from accanto.casework.mandates.forms.measures import MeasureForm
from accanto.casework.mandates.kinds import kind_of
from accanto.casework.mandates.queries.pages import administrators_of, card, measures_of
from accanto.casework.mandates.rules import past_the_ceiling
from accanto.casework.mandates.views.common import members_told, refuse_reader
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.web import editor, page
from accanto.foundation.documents.errors import FileRefused
from accanto.foundation.jobs.operations import discard_draft
from accanto.foundation.jobs.queries import draft_data
from accanto.people.persons.enums import Depth
from accanto.territory.staff.requests import StaffRequest


@page("cases.view")
def case_measures(request: StaffRequest, pk: UUID) -> HttpResponse:
    """What runs, the next term large, prescriptions kept or not; who acts for an adult of the household."""
    case = load_case(request, pk, Depth.READ)
    shell = case_shell(request, case, "mandates")
    names = {str(one.member.person_id): one.name for one in shell["members"]}
    cards = [card(one, names, shell["today"]) for one in measures_of(case, request.user)]
    context = {
        **shell,
        "running": [one for one in cards if one["measure"].open],
        "former": [one for one in cards if not one["measure"].open],
        "administrators": administrators_of(case, request.user),
        "works": shell["may_write"],
    }
    return render(request, "mandates/case_tab.html", context)


@editor("cases.work")
def measure_new(request: StaffRequest, pk: UUID) -> HttpResponse:
    case = load_case(request, pk, Depth.READ)
    refuse_reader(request.user, case)
    now = clock.now()
    key = f"measure-{case.pk}"
    typed = draft_data(request.user, key)
    form = MeasureForm(
        request.POST or None,
        request.FILES or None,
        members=members_told(case, now.date(), case.depth),
        today=now.date(),
        initial=typed,
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = operations.register_measure(case=case, order=form.order(), by=request.user, at=now)
        except FileRefused as refusal:
            form.add_error("file", str(refusal))
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            discard_draft(user=request.user, key=key)
            messages.success(request, _("The order is registered and its terms run."))
            for sentence in past_the_ceiling(made, kind_of(made), getattr(made, "entrustment", None)):
                messages.warning(request, sentence)
            return redirect("measure", pk=made.pk)
    context = {"case": case, "form": form, "draft_key": key, "entrusting": "|".join(form.entrusting)}
    return render(request, "mandates/new.html", context, status=422 if form.errors else 200)
