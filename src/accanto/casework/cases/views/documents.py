"""The tab of the documents, and adding one."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accanto.casework.cases import operations, rules
from accanto.casework.cases.forms import AttachmentForm
from accanto.casework.cases.models import Case
from accanto.casework.cases.shell import case_shell, load_case
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.web import action, page
from accanto.foundation.documents.models import Document
from accanto.people.persons.enums import Depth
from accanto.territory.staff.requests import StaffRequest


@page("cases.view")
def case_documents(request: StaffRequest, pk: UUID) -> HttpResponse:
    return _documents(request, load_case(request, pk), AttachmentForm())


@action("cases.work")
def document_add(request: StaffRequest, pk: UUID) -> HttpResponse:
    case = load_case(request, pk, Depth.WORK)
    if not rules.may_write(request.user, case, case.depth):
        raise PermissionDenied
    form = AttachmentForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            operations.attach_document(
                case=case,
                title=form.cleaned_data["title"],
                filename=file.name,
                size=file.size,
                read=file.read,
                by=request.user,
                at=clock.now(),
            )
        except OperationRefused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("The document is in the case."))
            return redirect("case_documents", pk=case.pk)
    return _documents(request, case, form, status=422)


def _documents(request: StaffRequest, case: Case, form: AttachmentForm, status: int = 200) -> HttpResponse:
    rows = Document.objects.filter(context=case.pk).select_related("created_by")
    if not rules.may_read_diary(case.depth):
        rows = rows.filter(kind__in=rules.TEAM_DOCUMENTS)
    context = {**case_shell(request, case, "documents"), "documents": rows[:200], "form": form}
    return render(request, "cases/documents.html", context, status=status)
