"""The family drawn as a genogram, what is around it as an ecomap, and both in words."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accanto.casework.cases.shell import case_shell
from accanto.casework.record import operations
from accanto.casework.record.family import Family, family_of, surroundings_of
from accanto.casework.record.forms import EndingForm, RelationForm, RelativeForm
from accanto.casework.record.models import Bond, Relationship, Relative
from accanto.casework.record.operations import Pair
from accanto.casework.record.views.common import readable, workable
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.web import action, editor, load, page
from accanto.territory.staff.requests import StaffRequest


@page("cases.view")
def record_family(request: StaffRequest, pk: UUID) -> HttpResponse:
    case = readable(request, pk)
    shell = case_shell(request, case, "family")
    context = {
        **shell,
        "family": family_of(case, request.user, shell["members"], shell["today"]),
        "surroundings": surroundings_of(case, request.user, shell["today"]),
    }
    return render(request, "record/family.html", context)


@editor("cases.work")
def record_relative_add(request: StaffRequest, pk: UUID) -> HttpResponse:
    """A relative outside the household, together with whose relative they are."""
    case = workable(request, pk)
    shell, family = _family(request, case)
    form = RelativeForm(request.POST or None, people=family.choices)
    if request.method == "POST" and form.is_valid():
        given, now = form.cleaned_data, clock.now()
        try:
            with transaction.atomic():
                made = operations.add_relative(
                    case=case,
                    name=given["name"],
                    sex=given["sex"],
                    birth_year=given["birth_year"],
                    deceased=given["deceased"],
                    note=given["note"],
                    by=request.user,
                    at=now,
                )
                pair = Pair(f"r{made.pk}", given["other"])
                operations.say_relationship(case=case, pair=pair, kind=given["kind"], by=request.user, at=now)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("%(name)s is in the genogram.") % {"name": made.name})
            return redirect("record_family", pk=case.pk)
    words = (_("A relative outside the household"), _("Add to the genogram"))
    return _form(request, shell, form, words)


@editor("cases.work")
def record_relation_add(request: StaffRequest, pk: UUID) -> HttpResponse:
    case = workable(request, pk)
    shell, family = _family(request, case)
    form = RelationForm(request.POST or None, people=family.choices)
    if request.method == "POST" and form.is_valid():
        given: dict[str, Any] = {"case": case, "pair": form.pair(), "by": request.user, "at": clock.now()}
        try:
            with transaction.atomic():
                if form.cleaned_data["kind"]:
                    operations.say_relationship(kind=form.cleaned_data["kind"], **given)
                if form.cleaned_data["quality"]:
                    operations.say_bond(quality=form.cleaned_data["quality"], **given)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("It is in the genogram."))
            return redirect("record_family", pk=case.pk)
    return _form(request, shell, form, (_("Two people of the family"), _("Add to the genogram")))


@editor("cases.work")
def record_relation_end(request: StaffRequest, pk: UUID, row_id: int) -> HttpResponse:
    rows = Relationship.objects.visible_to(request.user)
    words = (_("This kinship ends"), _("Register it"))
    return _ending(request, pk, rows, row_id, words, operations.end_relationship, "relationship")


@editor("cases.work")
def record_bond_end(request: StaffRequest, pk: UUID, row_id: int) -> HttpResponse:
    rows = Bond.objects.visible_to(request.user)
    words = (_("What is seen between them ends"), _("Register it"))
    return _ending(request, pk, rows, row_id, words, operations.end_bond, "bond")


def _ending(
    request: StaffRequest,
    pk: UUID,
    rows: Any,
    row_id: int,
    words: tuple[str, str],
    end: Callable[..., Any],
    name: str,
) -> HttpResponse:
    """What stands between two people ends, or was a mistake."""
    case = workable(request, pk)
    row = load(rows.filter(case=case, ends_on=None, mistaken=False), row_id)
    form = EndingForm(request.POST or None, initial={"ends_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        given = {name: row, "how": told["how"], "on": told["ends_on"], "reason": told["reason"]}
        try:
            end(by=request.user, at=clock.now(), **given)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The genogram is changed."))
            return redirect("record_family", pk=case.pk)
    return _form(request, case_shell(request, case, "family"), form, words)


@action("cases.work")
def record_relative_remove(request: StaffRequest, pk: UUID, relative_id: int) -> HttpResponse:
    case = workable(request, pk)
    rows = Relative.objects.visible_to(request.user).filter(case=case, mistaken=False)
    row = load(rows, relative_id)
    try:
        operations.take_relative_away(relative=row, by=request.user, at=clock.now())
    except OperationRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("%(name)s is no longer in the genogram.") % {"name": row.name})
    return redirect("record_family", pk=case.pk)


def _family(request: StaffRequest, case: Any) -> tuple[dict[str, Any], Family]:
    shell = case_shell(request, case, "family")
    return shell, family_of(case, request.user, shell["members"], shell["today"])


def _form(request: StaffRequest, shell: dict[str, Any], form: Any, words: tuple[str, str]) -> HttpResponse:
    context = {**shell, "form": form, "form_title": words[0], "go": words[1], "back": "record_family"}
    return render(request, "record/form.html", context, status=422 if form.errors else 200)
