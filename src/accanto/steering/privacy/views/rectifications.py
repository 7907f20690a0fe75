"""Correcting what the person says is wrong, and telling whoever received it."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.web import action, editor, load, reads
from accanto.steering.privacy import operations
from accanto.steering.privacy.enums import REQUEST, CorrectedFact, RequestKind
from accanto.steering.privacy.extracting import may_prepare
from accanto.steering.privacy.forms_rights import RectificationForm, ToldForm
from accanto.steering.privacy.models import PersonRequest, Recipient
from accanto.steering.privacy.operations.rectifying import value_now
from accanto.steering.privacy.queries import code_of
from accanto.territory.staff.requests import StaffRequest


@editor("privacy.govern")
def rectification(request: StaffRequest, pk: UUID) -> HttpResponse:
    rows = PersonRequest.objects.visible_to(request.user).filter(kind=RequestKind.RECTIFICATION)
    row = load(rows, pk)
    if not may_prepare(request.user, row.person_id, clock.today()):
        raise PermissionDenied
    form = RectificationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.rectify(request=row, by=request.user, at=clock.now(), **form.cleaned_data)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Corrected. Whoever works for this person has been told."))
            return redirect("privacy_rectification", pk=row.pk)
    reads.opened(row.person)
    context = {
        "row": row,
        "code": code_of(row.person_id),
        "form": form,
        "open": REQUEST.allows("answer", row.state),
        "facts": [
            {"label": str(what.label).capitalize(), "value": value_now(row.person, what)}
            for what in CorrectedFact
        ],
        "done": row.rectifications.select_related("by"),
        "recipients": row.recipients.select_related("told_by"),
        "told": ToldForm(),
        "today": clock.today(),
    }
    return render(request, "privacy/rectification.html", context, status=422 if form.errors else 200)


@action("privacy.govern")
def recipient_told(request: StaffRequest, pk: int) -> HttpResponse:
    row = load(Recipient.objects.visible_to(request.user), pk)
    form = ToldForm(request.POST)
    how = form.cleaned_data["how"] if form.is_valid() else ""
    try:
        operations.tell_recipient(recipient=row, how=how, by=request.user, at=clock.now())
    except OperationRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Written down: told to %(name)s.") % {"name": row.name})
    if row.request.kind == RequestKind.RESTRICTION:
        return redirect("privacy_restriction", pk=row.request_id)
    may = may_prepare(request.user, row.request.person_id, clock.today())
    return redirect("privacy_rectification" if may else "privacy_request", pk=row.request_id)
