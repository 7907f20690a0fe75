"""The extract of a person's data: section by section on screen, then issued as paper and as data."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.web import action, load, page, reads, recent_login
from accanto.foundation.audit.readings import address_of
from accanto.foundation.documents.reading import content_of
from accanto.people.persons.extracts import Section, left_out, sections
from accanto.steering.privacy import operations
from accanto.steering.privacy.enums import REQUEST, RequestKind
from accanto.steering.privacy.extracting import Omitted, may_prepare, preview_section
from accanto.steering.privacy.extracting.gathering import omitted_from
from accanto.steering.privacy.extracting.papers import in_words
from accanto.steering.privacy.forms_rights import CoverForm, OmissionForm
from accanto.steering.privacy.models import Extract, PersonRequest
from accanto.steering.privacy.queries import code_of
from accanto.territory.staff.requests import StaffRequest


@page("privacy.govern")
def extract_page(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = _load(request, pk)
    extract = _extract(row)
    return _draw(request, row, extract, CoverForm(initial={"names": extract.covered if extract else ""}))


@page("privacy.govern")
def extract_section(request: StaffRequest, pk: UUID, code: str) -> HttpResponse:
    row, section = _to_prepare(request, pk), _section(code)
    return _draw_section(request, row, section, OmissionForm(on=clock.today()))


@action("privacy.govern")
def extract_omit(request: StaffRequest, pk: UUID, code: str) -> HttpResponse:
    row, section = _to_prepare(request, pk), _section(code)
    form = OmissionForm(request.POST, on=clock.today())
    if form.is_valid():
        try:
            operations.omit_section(
                request=row, section=code, by=request.user, at=clock.now(), **form.cleaned_data
            )
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Left out: «%(title)s».") % {"title": section.title})
            return redirect("privacy_extract", pk=row.pk)
    return _draw_section(request, row, section, form, 422)


@action("privacy.govern")
def extract_put_back(request: StaffRequest, pk: UUID, code: str) -> HttpResponse:
    row, section = _to_prepare(request, pk), _section(code)
    try:
        operations.put_section_back(request=row, section=code, by=request.user, at=clock.now())
    except OperationRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Put back: «%(title)s».") % {"title": section.title})
    return redirect("privacy_extract_section", pk=row.pk, code=code)


@action("privacy.govern")
def extract_names(request: StaffRequest, pk: UUID) -> HttpResponse:
    row, form = _to_prepare(request, pk), CoverForm(request.POST)
    if form.is_valid():
        try:
            operations.cover_names(request=row, by=request.user, at=clock.now(), **form.cleaned_data)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The names are covered from now on: look at the diary again."))
            return redirect("privacy_extract", pk=row.pk)
    return _draw(request, row, _extract(row), form, 422)


@action("privacy.govern")
@recent_login
def extract_issue(request: StaffRequest, pk: UUID) -> HttpResponse:
    row = _to_prepare(request, pk)
    try:
        operations.issue_extract(request=row, address=address_of(request), by=request.user, at=clock.now())
    except OperationRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Issued. Hand it over, then write the answer."))
    return redirect("privacy_extract", pk=row.pk)


@page("privacy.govern")
def extract_file(request: StaffRequest, pk: UUID, kind: str) -> HttpResponse:
    """The issued papers: for whoever might have prepared them, and through the request alone."""
    row = _to_prepare(request, pk)
    extract = _extract(row)
    document = {"pdf": extract.paper, "json": extract.data}.get(kind) if extract else None
    if document is None:
        raise Http404
    reads.opened(row.person)
    reads.taken()
    return HttpResponse(
        content_of(document),
        document.media_type,
        headers={
            "Content-Disposition": f'attachment; filename="estratto.{kind}"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )


def _load(request: StaffRequest, pk: UUID) -> PersonRequest:
    rows = PersonRequest.objects.visible_to(request.user).select_related("extract__issued_by")
    return load(rows.filter(kind=RequestKind.ACCESS), pk)


def _to_prepare(request: StaffRequest, pk: UUID) -> PersonRequest:
    row = _load(request, pk)
    if not may_prepare(request.user, row.person_id, clock.today()):
        raise PermissionDenied
    return row


def _extract(row: PersonRequest) -> Extract | None:
    return getattr(row, "extract", None)


def _section(code: str) -> Section:
    for section in sections():
        if section.code == code:
            return section
    raise Http404


def _draw(
    request: StaffRequest, row: PersonRequest, extract: Extract | None, cover: CoverForm, status: int = 200
) -> HttpResponse:
    today = clock.today()
    omitted = omitted_from(row, extract, today)
    may = may_prepare(request.user, row.person_id, today)
    issued = extract is not None and extract.issued_at is not None
    context = {
        "row": row,
        "code": code_of(row.person_id),
        "extract": extract,
        "issued": issued,
        "may": may,
        "open": may and not issued and REQUEST.allows("answer", row.state),
        "cover": cover,
        "sections": [
            _line(row, section, omitted.get(section.code), may and not issued) for section in sections()
        ],
        "left_out": dict.fromkeys(left_out().values()),
        "today": today,
    }
    return render(request, "privacy/extract.html", context, status=status)


def _line(row: PersonRequest, section: Section, omitted: Omitted | None, may: bool) -> dict[str, Any]:
    return {
        "title": str(section.title),
        "url": reverse("privacy_extract_section", args=[row.pk, section.code]) if may else "",
        "omitted": omitted,
        "told": bool(omitted and omitted.ground["told"]),
    }


def _draw_section(
    request: StaffRequest, row: PersonRequest, section: Section, form: OmissionForm, status: int = 200
) -> HttpResponse:
    """Left out or not, it is shown: nobody leaves out what they have not read."""
    extract, today = _extract(row), timezone.localtime(clock.now()).date()
    reads.opened(row.person)
    codes = [one.code for one in sections()]
    place = codes.index(section.code)
    omitted = omitted_from(row, extract, today).get(section.code)
    context = {
        "row": row,
        "section": section,
        "entries": [
            {
                "title": entry.title,
                "facts": [{"label": fact.label, "value": in_words(fact.value)} for fact in entry.facts],
            }
            for entry in preview_section(row, extract, section, today)
        ],
        "omitted": omitted,
        "open": not (extract and extract.issued_at) and REQUEST.allows("answer", row.state),
        "form": form,
        "before": codes[place - 1] if place else "",
        "after": codes[place + 1] if place + 1 < len(codes) else "",
        "number": place + 1,
        "count": len(codes),
    }
    return render(request, "privacy/extract_section.html", context, status=status)
