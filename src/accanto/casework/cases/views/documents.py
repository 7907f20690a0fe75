"""The tab of the documents, and adding one."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accanto.casework.cases import operations, rules
from accanto.casework.cases.forms import AttachmentForm, VersionForm
from accanto.casework.cases.models import Case
from accanto.casework.cases.shell import case_shell, load_case
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.web import action, editor, load, page
from accanto.foundation.documents.enums import DocumentKind
from accanto.foundation.documents.models import Document
from accanto.foundation.documents.queries import chain_of
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
                file=file,
                by=request.user,
                at=clock.now(),
            )
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The document is in the case."))
            return redirect("case_documents", pk=case.pk)
    return _documents(request, case, form, status=422)


def _documents(request: StaffRequest, case: Case, form: AttachmentForm, status: int = 200) -> HttpResponse:
    rows = _visible(case).filter(replaced_by=None).select_related("created_by")
    context = {**case_shell(request, case, "documents"), "documents": rows[:200], "form": form}
    return render(request, "cases/documents.html", context, status=status)


@editor("cases.view")
def document_versions(request: StaffRequest, pk: UUID, document_id: UUID) -> HttpResponse:
    """One document through its versions: who, when, why; and where a newer one is handed in."""
    case = load_case(request, pk)
    document = load(_visible(case), document_id)
    versions = chain_of(document)
    adds = (
        document.kind == DocumentKind.ATTACHMENT
        and not document.frozen
        and rules.may_write(request.user, case, case.depth)
    )
    if request.method == "POST" and not adds:
        raise PermissionDenied
    form = VersionForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            following = operations.attach_version(
                case=case,
                document=versions[0],
                reason=form.cleaned_data["reason"],
                filename=form.cleaned_data["file"].name,
                file=form.cleaned_data["file"],
                by=request.user,
                at=clock.now(),
            )
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The new version is in the case; the one before is kept."))
            return redirect("case_document", pk=case.pk, document_id=following.pk)
    context = {
        **case_shell(request, case, "documents"),
        "document": versions[0],
        "versions": versions,
        "adds": adds,
        "form": form,
    }
    return render(request, "cases/document.html", context, status=422 if form.errors else 200)


def _visible(case: Case) -> QuerySet[Document]:
    """The documents of the case as deeply as it is seen: partners get what the team shares."""
    rows = Document.objects.filter(context=case.pk)
    return rows if rules.may_read_diary(case.depth) else rows.filter(kind__in=rules.TEAM_DOCUMENTS)
