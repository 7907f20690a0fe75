"""A change that did not happen is taken back; a death gets its right day."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accanto.casework.cases import operations
from accanto.casework.cases.enums import CaseState, ChangeKind
from accanto.casework.cases.forms.changes import CorrectMemberForm, DayOfDeathForm, TakeBackForm
from accanto.casework.cases.models import Case, HouseholdChange
from accanto.casework.cases.shell import case_shell, load_case
from accanto.casework.cases.views.household import workable
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.forms.base import AccantoForm
from accanto.core.templatetags.accanto_ui import date_words
from accanto.core.web import editor
from accanto.people.households.enums import Relation
from accanto.people.households.models import Member
from accanto.people.households.operations.undoing import first_of
from accanto.people.persons.enums import Depth
from accanto.territory.staff.models import User
from accanto.territory.staff.requests import StaffRequest


def may_take_back(user: User, case: Case, change: HouseholdChange) -> bool:
    """Those who work on the case, also once it has closed: a death written by mistake may be why it did."""
    works = case.depth >= Depth.WORK and user.may("cases.work")
    rests = change.kind == ChangeKind.AWAY and case.state == CaseState.CLOSED
    return works and change.kind in operations.TAKEN_BACK and change.taken_back_at is None and not rests


def may_correct_day(user: User, case: Case, change: HouseholdChange) -> bool:
    return may_take_back(user, case, change) and change.kind == ChangeKind.DEATH


@editor("cases.work")
def change_day(request: StaffRequest, pk: UUID, change_id: UUID) -> HttpResponse:
    case = load_case(request, pk, Depth.WORK)
    change = _change(case, change_id)
    if not may_correct_day(request.user, case, change):
        raise Http404
    form = DayOfDeathForm(request.POST or None, initial={"on": change.happened_on})
    if request.method == "POST" and form.is_valid():
        try:
            operations.correct_day_of_death(
                change=change, by=request.user, at=clock.now(), **form.cleaned_data
            )
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The day of death is corrected."))
            return redirect("case_change", pk=case.pk, change_id=change.pk)
    return _shown(request, case, change, form, "change_day")


@editor("cases.work")
def change_take_back(request: StaffRequest, pk: UUID, change_id: UUID) -> HttpResponse:
    case = load_case(request, pk, Depth.WORK)
    change = _change(case, change_id)
    if not may_take_back(request.user, case, change):
        raise Http404
    form = TakeBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.take_back_change(change=change, by=request.user, at=clock.now(), **form.cleaned_data)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Taken back: the household is as it was before."))
            return redirect("case_household", pk=case.pk)
    who = f" · {change.person}" if change.person else ""
    lines = [f"{change.get_kind_display()}{who} · {date_words(change.happened_on)}"]
    return _shown(request, case, change, form, "change_take_back", lines=lines)


@editor("cases.work")
def member_correct(request: StaffRequest, pk: UUID, member_id: int) -> HttpResponse:
    case = workable(request, pk)
    here = Member.objects.filter(household=case.household, ends_on=None).select_related("person")
    member = get_object_or_404(here, pk=member_id)
    form = CorrectMemberForm(
        request.POST or None,
        head=member.relation == Relation.REFERENCE,
        initial={"relation": member.relation, "starts_on": first_of(member).starts_on},
    )
    if request.method == "POST" and form.is_valid():
        try:
            operations.correct_member_of(
                case=case, member=member, by=request.user, at=clock.now(), **form.said()
            )
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(
                request, _("What is written of %(name)s is corrected.") % {"name": member.person}
            )
            return redirect("case_household", pk=case.pk)
    context = {**case_shell(request, case, "household"), "form": form, "member": member}
    return render(request, "cases/member_correct.html", context, status=422 if form.errors else 200)


def _change(case: Case, change_id: UUID) -> HouseholdChange:
    rows = HouseholdChange.objects.filter(case=case).select_related("person")
    return get_object_or_404(rows, pk=change_id)


def _shown(
    request: StaffRequest, case: Case, change: HouseholdChange, form: AccantoForm, name: str, **more: Any
) -> HttpResponse:
    context = {**case_shell(request, case, "household"), "form": form, "change": change, **more}
    return render(request, f"cases/{name}.html", context, status=422 if form.errors else 200)
