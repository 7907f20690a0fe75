"""What an administrator does: accounts, contracts, posts, roles. No page here shows anything about a household."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.web import action, editor, recent_login
from accanto.territory.staff import operations
from accanto.territory.staff.forms import ContractForm, EndForm, NewOperatorForm, RoleForm, SuspendForm
from accanto.territory.staff.models import Contract, OfficePost, Operator, RoleGrant, User
from accanto.territory.staff.requests import StaffRequest
from accanto.territory.staff.views.asking import ask


@editor("staff.manage")
@recent_login
def operator_new(request: StaffRequest) -> HttpResponse:
    form = NewOperatorForm(request.POST or None, initial={"starts_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            user, password = operations.create_operator(by=request.user, at=clock.now(), **form.cleaned_data)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            return _first_password(request, user, password)
    return render(request, "staff/operator_new.html", {"form": form}, status=422 if form.errors else 200)


@action("staff.manage")
@recent_login
def password_renew(request: StaffRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(User, pk=pk)
    password = operations.renew_password(user=user, by=request.user, at=clock.now())
    return _first_password(request, user, password)


@editor("staff.manage")
@recent_login
def account_suspend(request: StaffRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(User, pk=pk, is_active=True)
    return ask(
        request,
        SuspendForm(request.POST or None),
        lambda **given: operations.suspend_account(user=user, by=request.user, at=clock.now(), **given),
        user=user,
        title=_("Close the account of %(name)s") % {"name": user},
        text=_("Nobody enters with this account any more. What they wrote stays, with their name."),
        done=_("The account is closed."),
    )


@action("staff.manage")
@recent_login
def account_reactivate(request: StaffRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(User, pk=pk, is_active=False)
    operations.reactivate_account(user=user, by=request.user, at=clock.now())
    messages.success(request, _("The account is open again."))
    return redirect("operator", pk=pk)


@editor("staff.manage")
def contract_add(request: StaffRequest, pk: int) -> HttpResponse:
    operator = get_object_or_404(Operator.objects.select_related("user"), pk=pk)
    form = ContractForm(
        request.POST or None,
        initial={"starts_on": clock.today(), "employer": operator.organisation_id},
    )
    return ask(
        request,
        form,
        lambda **given: operations.add_contract(operator=operator, by=request.user, at=clock.now(), **given),
        user=operator.user,
        title=_("New contract of %(name)s") % {"name": operator},
        text=_("Contracts that are already running stay: end them with their own date."),
        done=_("The contract is registered."),
    )


@editor("staff.manage")
@recent_login
def role_add(request: StaffRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(User, pk=pk)
    return ask(
        request,
        RoleForm(request.POST or None, initial={"starts_on": clock.today()}),
        lambda **given: _give_role(user, request, given),
        user=user,
        title=_("New role of %(name)s") % {"name": user},
        text=_("A role says which pages open; whose cases one sees is decided case by case."),
        done=_("The role is given."),
    )


def _give_role(user: User, request: StaffRequest, given: dict[str, Any]) -> None:
    now = clock.now()
    operations.grant_role(user=user, by=request.user, at=now, **given)
    operations.add_post(
        user=user, office=given["office"], starts_on=given["starts_on"], by=request.user, at=now
    )


@editor("staff.manage")
def contract_end(request: StaffRequest, pk: int) -> HttpResponse:
    contract = get_object_or_404(Contract.objects.select_related("operator__user"), pk=pk)
    return ask(
        request,
        EndForm(request.POST or None, initial={"ends_on": clock.today()}),
        lambda **given: operations.end_contract(contract=contract, by=request.user, at=clock.now(), **given),
        user=contract.operator.user,
        title=_("End the contract of %(name)s") % {"name": contract.operator},
        text=_("The account and its roles stay: end them too if the person leaves."),
        done=_("The contract has an end."),
    )


@editor("staff.manage")
@recent_login
def role_end(request: StaffRequest, pk: int) -> HttpResponse:
    grant = get_object_or_404(RoleGrant.objects.select_related("user"), pk=pk)
    return ask(
        request,
        EndForm(request.POST or None, initial={"ends_on": clock.today()}),
        lambda **given: operations.end_role(grant=grant, by=request.user, at=clock.now(), **given),
        user=grant.user,
        title=_("End a role of %(name)s") % {"name": grant.user},
        text=_(
            "From that day the pages of this role no longer open. Cases in hand must be given to a colleague."
        ),
        done=_("The role has an end."),
    )


@editor("staff.manage")
def post_end(request: StaffRequest, pk: int) -> HttpResponse:
    post = get_object_or_404(OfficePost.objects.select_related("user"), pk=pk)
    return ask(
        request,
        EndForm(request.POST or None, initial={"ends_on": clock.today()}),
        lambda **given: operations.end_post(post=post, by=request.user, at=clock.now(), **given),
        user=post.user,
        title=_("End a post of %(name)s") % {"name": post.user},
        text=_("They no longer stand under this office in the staff list."),
        done=_("The post has an end."),
    )


def _first_password(request: StaffRequest, user: User, password: str) -> HttpResponse:
    """Shown once and stored nowhere; the answer must not be kept by anybody on the way."""
    answer = render(request, "staff/first_password.html", {"person": user, "password": password})
    answer["Cache-Control"] = "no-store"
    return answer
