"""What happened in the household, and one page with all that it touches, to be decided one by one."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accanto.casework.cases import consequences, operations, rules
from accanto.casework.cases.enums import CaseState, ChangeKind, ProposalDecision
from accanto.casework.cases.forms.changes import BirthForm, DeathForm, JoinForm, MoveHouseForm, SplitForm
from accanto.casework.cases.models import Case, HouseholdChange
from accanto.casework.cases.operations.fences import beside
from accanto.casework.cases.shell import case_shell, load_case
from accanto.casework.cases.views import undoing
from accanto.casework.cases.views.household import workable
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.forms.base import AccantoForm
from accanto.core.web import editor
from accanto.people.households.enums import Relation
from accanto.people.households.models import Household, Member
from accanto.people.households.queries import members_of
from accanto.people.matching.whom import Whom, settle
from accanto.people.persons.enums import Depth
from accanto.territory.staff.requests import StaffRequest


def _present(case: Case) -> QuerySet[Member]:
    rows = Member.objects.filter(household=case.household, ends_on=None, person__died_on=None)
    return rows.select_related("person").order_by("pk")


@editor("cases.work")
def case_split(request: StaffRequest, pk: UUID) -> HttpResponse:
    case = workable(request, pk)
    today = clock.today()
    form = SplitForm(
        request.POST or None,
        members=members_of(case.household, today),
        rows=_present(case),
        initial={"on": today},
    )

    def act() -> HouseholdChange:
        given = form.cleaned_data
        return operations.split_case(
            case=case, leaving=form.leaving(), label=given["label"], follow=given["follow"], note=given["note"],
            new_reference=given["new_reference"], by=request.user, at=clock.now(), on=given["on"],
        )  # fmt: skip

    return _answer(request, case, form, act, "split")


@editor("cases.work")
def case_join(request: StaffRequest, pk: UUID) -> HttpResponse:
    case = workable(request, pk)
    mine = Case.objects.visible_to(request.user, Depth.WORK).exclude(state=CaseState.CLOSED)
    mine = mine.filter(beside(case), responsible=request.user).exclude(pk=case.pk)
    form = JoinForm(
        request.POST or None,
        households=Household.objects.filter(pk__in=mine.values("household")),
        initial={"on": clock.today()},
    )

    def act() -> HouseholdChange:
        return operations.join_case(
            case=case, relations={}, by=request.user, at=clock.now(), **form.cleaned_data
        )

    return _answer(request, case, form, act, "join")


@editor("cases.work")
def case_move_house(request: StaffRequest, pk: UUID) -> HttpResponse:
    case = workable(request, pk)
    rows = _present(case)
    first = {"on": clock.today(), "persons": [row.pk for row in rows]}
    form = MoveHouseForm(request.POST or None, rows=rows, initial=first)

    def act() -> HouseholdChange:
        given = dict(form.cleaned_data)
        persons = [member.person for member in given.pop("persons")]
        return operations.move_case_household(
            case=case, persons=persons, by=request.user, at=clock.now(), **given
        )

    return _answer(request, case, form, act, "move_house")


@editor("cases.work")
def case_birth(request: StaffRequest, pk: UUID) -> HttpResponse:
    case = workable(request, pk)
    form = BirthForm(
        request.POST or None,
        rows=_present(case),
        initial={"last_name": case.household.label, "birth_date": clock.today()},
    )

    asked: dict[str, Any] = {}

    def act(who: Whom) -> HouseholdChange:
        return operations.record_birth(
            case=case, person=who.person, given=form.given(), search=who.search,
            parents=form.cleaned_data["parents"], by=request.user, at=clock.now(),
        )  # fmt: skip

    if request.method == "POST" and form.is_valid():
        change, asked = settle(request, form, act, clock.now())
        if change is not None:
            return _to_what_it_touches(request, change)
    context = {**case_shell(request, case, "household"), "form": form, **asked}
    return render(request, "cases/birth.html", context, status=422 if form.errors else 200)


@editor("cases.work")
def case_death(request: StaffRequest, pk: UUID, member_id: int) -> HttpResponse:
    case = workable(request, pk)
    here = Member.objects.filter(household=case.household, ends_on=None).select_related("person")
    member = get_object_or_404(here, pk=member_id)
    if member.person.died_on is not None:
        return _to_the_death(request, case, member)
    others = _present(case).exclude(pk=member.pk)
    needed = member.relation == Relation.REFERENCE and others.exists()
    form = DeathForm(
        request.POST or None, others=others, needs_reference=needed, initial={"on": clock.today()}
    )

    def act() -> HouseholdChange:
        return operations.record_death_of(
            case=case, member=member, by=request.user, at=clock.now(), **form.cleaned_data
        )

    return _answer(request, case, form, act, "death", member=member)


def _to_the_death(request: StaffRequest, case: Case, member: Member) -> HttpResponse:
    """A colleague has written it meanwhile: to where its day is corrected."""
    messages.info(request, _("The death of %(name)s is already written.") % {"name": member.person})
    rows = HouseholdChange.objects.filter(case=case, person=member.person_id, kind=ChangeKind.DEATH)
    change = rows.filter(taken_back_at=None).first()
    if change is None:
        return redirect("case_household", pk=case.pk)
    return redirect("case_change", pk=case.pk, change_id=change.pk)


def _answer(
    request: StaffRequest,
    case: Case,
    form: AccantoForm,
    act: Callable[[], HouseholdChange],
    name: str,
    **more: Any,
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            change = act()
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            return _to_what_it_touches(request, change)
    context = {**case_shell(request, case, "household"), "form": form, **more}
    return render(request, f"cases/{name}.html", context, status=422 if form.errors else 200)


def _to_what_it_touches(request: StaffRequest, change: HouseholdChange) -> HttpResponse:
    messages.success(request, _("Written down. Look at what it touches."))
    return redirect("case_change", pk=change.case_id, change_id=change.pk)


@editor("cases.view")
def case_change(request: StaffRequest, pk: UUID, change_id: UUID) -> HttpResponse:
    """All that the change touches: each accepted, or left as it is."""
    case = load_case(request, pk, Depth.READ)
    rows = HouseholdChange.objects.filter(case=case).select_related(
        "case__unit", "person", "other", "municipality", "recorded_by", "taken_back_by"
    )
    change = get_object_or_404(rows, pk=change_id)
    works = rules.may_write(request.user, case, case.depth)
    if request.method == "POST":
        workable(request, pk)
        _decide(request, change)
        return redirect("case_change", pk=case.pk, change_id=change.pk)
    context = {
        **case_shell(request, case, "household"),
        "change": change,
        "proposals": consequences.proposals(change, request.user, clock.now()) if works else [],
        # Their words may tell what only those who work on the case may know: a town, a name.
        "answers": change.answers.select_related("answered_by") if works else [],
        "works": works,
        "may_take_back": undoing.may_take_back(request.user, case, change),
        "may_correct_day": undoing.may_correct_day(request.user, case, change),
    }
    return render(request, "cases/change.html", context)


def _decide(request: StaffRequest, change: HouseholdChange) -> None:
    given: dict[str, Any] = {
        "change": change,
        "code": request.POST.get("code", ""),
        "subject": request.POST.get("subject", ""),
        "by": request.user,
        "at": clock.now(),
    }
    try:
        if request.POST.get("decision") == ProposalDecision.ACCEPTED:
            answer = operations.accept_proposal(**given)
            messages.success(request, _("Done: %(what)s.") % {"what": answer.words})
        else:
            answer = operations.leave_proposal(**given)
            messages.success(request, _("Left as it is: %(what)s.") % {"what": answer.words})
    except OperationRefused as refusal:
        messages.warning(request, str(refusal))
