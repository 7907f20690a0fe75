"""A member of the household as a protected person, and how to reach them without doing harm."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accanto.casework.cases.forms import ProtectionForm, ReasonForm, SafeContactForm
from accanto.casework.cases.models import Case
from accanto.casework.cases.operations import minors_beside, protect_member
from accanto.casework.cases.shell import case_shell
from accanto.casework.cases.views.household import workable
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.forms.base import AccantoForm
from accanto.core.web import editor
from accanto.people.households.models import Member
from accanto.people.persons import operations
from accanto.people.persons.models import Person, Protection, SafeContact
from accanto.territory.staff.requests import StaffRequest


@editor("cases.work")
def case_protection(request: StaffRequest, pk: UUID, member_id: int) -> HttpResponse:
    case, member = _member(request, pk, member_id)
    today = clock.today()
    others = Member.objects.filter(household=case.household, ends_on=None).exclude(person=member.person_id)
    beside = Person.objects.filter(pk__in=others.values("person"), died_on=None).order_by("birth_date", "pk")
    like_them = [one.pk for one in minors_beside(case, member.person, today)]
    form = ProtectionForm(request.POST or None, beside=beside, initial={"starts_on": today, "too": like_them})

    def protect(*, context: UUID, too: Any = (), **given: Any) -> object:
        return protect_member(case=case, too=too, **given)

    if _done(form, protect, request, case, member):
        messages.success(request, _("%(name)s is now a protected person.") % {"name": member.person})
        return redirect("case_household", pk=case.pk)
    protections = Protection.objects.filter(person=member.person).select_related("written_by")
    past = list(protections.order_by("-starts_on", "-id"))
    more = {"past": past, "contact": _contact(member)}
    return _page(request, case, member, form, "cases/protection.html", more)


@editor("cases.work")
def case_safe_contact(request: StaffRequest, pk: UUID, member_id: int) -> HttpResponse:
    case, member = _member(request, pk, member_id)
    known = _contact(member)
    initial = {name: getattr(known, name) for name in SafeContactForm.base_fields} if known else {}
    form = SafeContactForm(request.POST or None, initial=initial)
    if _done(form, operations.set_safe_contact, request, case, member):
        messages.success(request, _("The safe contact of %(name)s is written.") % {"name": member.person})
        return redirect("case_household", pk=case.pk)
    return _page(request, case, member, form, "cases/safe_contact.html", {})


@editor("cases.work")
def case_protection_end(request: StaffRequest, pk: UUID, member_id: int) -> HttpResponse:
    case, member = _member(request, pk, member_id)
    form = ReasonForm(request.POST or None)
    if _done(form, operations.end_protection, request, case, member):
        messages.success(request, _("%(name)s is no longer a protected person.") % {"name": member.person})
        return redirect("case_household", pk=case.pk)
    return _page(request, case, member, form, "cases/protection_end.html", {})


def _member(request: StaffRequest, pk: UUID, member_id: int) -> tuple[Case, Member]:
    case = workable(request, pk)
    # Of who died the protection is still to be ended, also once they no longer stand in the household.
    stands = Q(ends_on=None) | Q(person__died_on__isnull=False)
    members = Member.objects.filter(stands, household=case.household).select_related("person")
    return case, get_object_or_404(members, pk=member_id)


def _contact(member: Member) -> SafeContact | None:
    return SafeContact.objects.filter(person=member.person, ends_on=None).first()


def _done(form: AccantoForm, operation: Any, request: StaffRequest, case: Case, member: Member) -> bool:
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        operation(person=member.person, by=request.user, at=clock.now(), context=case.pk, **form.cleaned_data)
    except OperationRefused as refusal:
        form.refuse(refusal)
        return False
    return True


def _page(
    request: StaffRequest, case: Case, member: Member, form: AccantoForm, template: str, more: dict[str, Any]
) -> HttpResponse:
    shell = case_shell(request, case, "household")
    known = next((one for one in shell["members"] if one.member.pk == member.pk), None)
    context = {**shell, "form": form, "member": member, "known": known, **more}
    return render(request, template, context, status=422 if form.errors else 200)
