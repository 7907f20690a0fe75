"""Restricting the data of whoever asked for it, and ending it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.templatetags.accanto_ui import date_words
from accanto.core.web import action, editor, load
from accanto.people.persons.models import Restriction
from accanto.steering.privacy import operations
from accanto.steering.privacy.enums import REQUEST, RequestKind
from accanto.steering.privacy.forms_rights import EndRestrictionForm, RestrictionForm, ToldForm
from accanto.steering.privacy.models import PersonRequest
from accanto.steering.privacy.operations.restricting import restriction_of
from accanto.steering.privacy.queries import code_of
from accanto.territory.staff.requests import StaffRequest


@editor("privacy.govern")
def restriction(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = _load(request, pk)
    form = RestrictionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.restrict_for(request=row, by=request.user, at=clock.now(), **form.cleaned_data)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Restricted. Whoever works for this person has been told."))
            return redirect("privacy_restriction", pk=row.pk)
    return _draw(request, row, form, EndRestrictionForm(initial={"told_on": clock.today()}))


@action("privacy.govern")
def restriction_end(request: StaffRequest, pk: UUID) -> HttpResponse:
    row, form = _load(request, pk), EndRestrictionForm(request.POST)
    if form.is_valid():
        try:
            operations.end_restriction_of(request=row, by=request.user, at=clock.now(), **form.cleaned_data)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Ended. The data can be used and corrected again."))
            return redirect("privacy_restriction", pk=row.pk)
    return _draw(request, row, RestrictionForm(), form)


def _load(request: StaffRequest, pk: UUID) -> PersonRequest:
    return load(PersonRequest.objects.visible_to(request.user).filter(kind=RequestKind.RESTRICTION), pk)


def _draw(
    request: StaffRequest, row: PersonRequest, form: RestrictionForm, ending: EndRestrictionForm
) -> HttpResponse:
    present = restriction_of(row)
    running = present is not None and present.ends_at is None
    context = {
        "row": row,
        "code": code_of(row.person_id),
        "form": form,
        "ending": ending,
        "present": present,
        "running": running,
        "may_begin": not running and REQUEST.allows("answer", row.state),
        "facts": _facts(present) if present else [],
        "recipients": row.recipients.select_related("told_by"),
        "told": ToldForm(),
        "today": clock.today(),
    }
    wrong = bool(form.errors or ending.errors)
    return render(request, "privacy/restriction.html", context, status=422 if wrong else 200)


def _facts(present: Restriction) -> list[dict[str, Any]]:
    def on(moment: Any) -> str:
        return date_words(timezone.localtime(moment).date(), clock.today())

    found = [
        {"label": _("Ground"), "value": present.get_ground_display()},
        {"label": _("Since"), "value": f"{on(present.starts_at)}, {present.written_by}"},
    ]
    if present.ends_at and present.told_on:
        found += [
            {"label": _("Ended"), "value": f"{on(present.ends_at)}, {present.ended_by}"},
            {
                "label": _("The person was told"),
                "value": f"{date_words(present.told_on, clock.today())}, {present.told_how}",
            },
        ]
    return found
