"""Service pacts: recording one, and the list of those to be checked."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accanto.casework.pathways.enums import PactState
from accanto.casework.pathways.forms import PactForm
from accanto.casework.pathways.models import Pathway, ServicePact
from accanto.casework.pathways.operations import check_service_pact, end_service_pact, record_service_pact
from accanto.casework.pathways.queries.people import employment_centres
from accanto.casework.pathways.rules import may_record_pact, pact_problems
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.web import action, editor, load, page, reads
from accanto.people.persons.enums import Depth
from accanto.people.persons.models import Person
from accanto.territory.staff.requests import StaffRequest

PAGE = 25


@page("cases.view")
def service_pacts(request: StaffRequest) -> HttpResponse:
    """Recorded and not yet checked, oldest signature first."""
    rows = ServicePact.objects.visible_to(request.user).filter(state=PactState.RECORDED)
    rows = rows.select_related("pathway__case__household", "person", "office", "recorded_by", "document")
    shown = Paginator(rows.order_by("signed_on", "pk"), PAGE).get_page(request.GET.get("pagina"))
    reads.listed(shown)
    works = request.user.may("cases.work")
    context = {
        "page": shown,
        "works": works,
        "rows": [{"pact": pact, "problems": pact_problems(pact)} for pact in shown],
        "today": clock.today(),
    }
    return render(request, "pathways/pacts.html", context)


@editor("pacts.record")
def service_pact_record(request: StaffRequest, pk: UUID) -> HttpResponse:
    rows = Pathway.objects.visible_to(request.user).select_related("case__household")
    pathway = load(rows, pk)
    if not may_record_pact(request.user):
        raise PermissionDenied
    now = clock.now()
    people = Person.objects.filter(
        memberships__household=pathway.case.household_id, memberships__ends_on=None
    ).order_by("birth_date")
    offices = employment_centres(now.date())
    form = PactForm(
        request.POST or None,
        request.FILES or None,
        people=people,
        offices=offices,
        initial={"signed_on": now.date()},
    )
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        given["document"] = given.pop("file")
        try:
            record_service_pact(pathway=pathway, by=request.user, at=now, **given)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The pact is recorded; the social service checks it."))
            return redirect("case_pathway", pk=pathway.case_id)
    context = {"form": form, "pathway": pathway, "case": pathway.case}
    return render(request, "pathways/pact_form.html", context, status=422 if form.errors else 200)


@action("cases.work")
def service_pact_check(request: StaffRequest, pk: UUID) -> HttpResponse:
    pact = load(ServicePact.objects.visible_to(request.user, Depth.WORK), pk)
    try:
        check_service_pact(pact=pact, by=request.user, at=clock.now())
    except OperationRefused as refusal:
        messages.error(request, " ".join([str(refusal), *map(str, refusal.missing)]))
    else:
        messages.success(request, _("Checked: the pact fits the pathway."))
    return redirect("service_pacts")


@action("cases.work")
def service_pact_end(request: StaffRequest, pk: UUID) -> HttpResponse:
    pact = load(ServicePact.objects.visible_to(request.user, Depth.WORK), pk)
    try:
        end_service_pact(pact=pact, by=request.user, at=clock.now(), note=request.POST.get("note", ""))
    except OperationRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The pact is ended; another can be recorded."))
    return redirect("service_pacts")
