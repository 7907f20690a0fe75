"""The tab of the household: who lives there, who entered, who left."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accanto.casework.cases import consequences, operations, rules
from accanto.casework.cases.enums import ChangeKind
from accanto.casework.cases.forms import LeavingForm, NewMemberForm
from accanto.casework.cases.household import former_members
from accanto.casework.cases.models import Case, HandedSummary, HouseholdChange
from accanto.casework.cases.shell import case_shell, load_case
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.web import editor, page
from accanto.people.households.models import Member
from accanto.people.matching.whom import Whom, settle
from accanto.people.persons.enums import Depth
from accanto.territory.staff.requests import StaffRequest

# The newest changes; the rest is in the timeline.
LAST = 10


@page("cases.view")
def case_household(request: StaffRequest, pk: UUID) -> HttpResponse:
    return household_page(request, load_case(request, pk))


def household_page(request: StaffRequest, case: Case) -> HttpResponse:
    shell = case_shell(request, case, "household")
    gone = former_members(case.household, shell["today"]) if shell["reads"] else []
    changes = HouseholdChange.objects.filter(case=case).select_related("person", "other", "municipality")[
        :LAST
    ]
    summaries = HandedSummary.objects.filter(case=case).select_related("received_by")
    context = {
        **shell,
        "protections": list(
            dict.fromkeys(
                one.protected_words for one in shell["members"] if shell["reads"] and one.where.protected
            )
        ),
        "former": gone,
        "unseen": _unseen_now(case) if shell["reads"] else [],
        "changes": changes if shell["reads"] else [],
        "summaries": summaries if shell["reads"] else [],
    }
    return render(request, "cases/household.html", context)


def _unseen_now(case: Case) -> list[HouseholdChange]:
    """Who left or died and is no longer seen: that they lived there is told, and not who."""
    rows = HouseholdChange.objects.filter(
        case=case, kind__in=(ChangeKind.AWAY, ChangeKind.DEATH), taken_back_at=None
    )
    return [row for row in rows.select_related("person") if row.person_id and row.person is None]


@editor("cases.work")
def member_add(request: StaffRequest, pk: UUID) -> HttpResponse:
    case = workable(request, pk)
    form = NewMemberForm(request.POST or None, today=clock.today())
    asked: dict[str, Any] = {}

    def act(who: Whom) -> Member:
        said = {name: form.cleaned_data[name] for name in ("relation", "reason", "starts_on")}
        return operations.join_household(
            case=case, person=who.person, given=form.given(), search=who.search, by=request.user,
            at=clock.now(), **said,
        )  # fmt: skip

    if request.method == "POST" and form.is_valid():
        member, asked = settle(request, form, act, clock.now())
        if member is not None:
            messages.success(request, _("%(name)s is now in the household.") % {"name": member.person})
            return redirect("case_household", pk=case.pk)
    context = {**case_shell(request, case, "household"), "form": form, **asked}
    return render(request, "cases/member_add.html", context, status=422 if form.errors else 200)


@editor("cases.work")
def member_end(request: StaffRequest, pk: UUID, member_id: int) -> HttpResponse:
    case = workable(request, pk)
    members = Member.objects.filter(household=case.household, ends_on=None).select_related("person")
    member = get_object_or_404(members, pk=member_id)
    form = LeavingForm(request.POST or None, initial={"ends_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            operations.leave_household(
                case=case,
                member=member,
                by=request.user,
                at=clock.now(),
                **form.cleaned_data,
            )
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("%(name)s has left the household.") % {"name": member.person})
            return _after_leaving(request, case, member)
    context = {**case_shell(request, case, "household"), "form": form, "member": member}
    return render(request, "cases/member_end.html", context, status=422 if form.errors else 200)


def _after_leaving(request: StaffRequest, case: Case, member: Member) -> HttpResponse:
    """To what it touches, when it touches something."""
    change = HouseholdChange.objects.filter(case=case, person=member.person_id, kind=ChangeKind.AWAY).first()
    if change and consequences.proposals(change, request.user, clock.now()):
        return redirect("case_change", pk=case.pk, change_id=change.pk)
    return redirect("case_household", pk=case.pk)


def workable(request: StaffRequest, pk: UUID) -> Case:
    case = load_case(request, pk, Depth.WORK)
    if not rules.may_write(request.user, case, case.depth):
        raise PermissionDenied
    return case
