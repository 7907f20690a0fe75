"""The form, one section at a time."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext

from accanto.casework.assessment.controls import Posted, SectionPage, read_posted, section_page
from accanto.casework.assessment.enums import AssessmentKind
from accanto.casework.assessment.instruments import Section
from accanto.casework.assessment.operations import SavedAnswers, save_answers
from accanto.casework.assessment.queries import Sheet, field_name
from accanto.casework.assessment.views.common import TOGETHER, frame, load_sheet, members_of
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.web import editor, page, require
from accanto.territory.staff.requests import StaffRequest


@page("cases.view")
def assessment_page(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Takes up where something is still missing."""
    sheet = load_sheet(request, pk)
    if sheet.reader.instrument.together:
        return redirect("assessment_section", pk=pk, code=TOGETHER)
    outline = sheet.outline
    waiting = next((o for o in outline if o.fillable and o.missing), outline[0])
    return redirect("assessment_section", pk=pk, code=waiting.section.code)


@editor("cases.view")
def assessment_section(request: StaffRequest, pk: UUID, code: str) -> HttpResponse:
    sheet = load_sheet(request, pk)
    sections = _sections(sheet, code)
    if request.method != "POST":
        if request.path != (here := reverse("assessment_section", args=[pk, code])):
            return HttpResponsePermanentRedirect(here)  # kept from before sections had Italian names
        return _draw(request, sheet, code, [section_page(sheet, s, clock.today()) for s in sections])
    require(request, "assessment.fill")
    fields = [field for s in sections for field in sheet.fields(s)]
    posted = read_posted(fields, request.POST)
    now = clock.now()
    try:
        done = save_answers(
            assessment=sheet.reader.assessment, changes=posted.changes, by=request.user, at=now
        )
    except OperationRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("assessment_section", pk=pk, code=code)
    if posted.errors or done.conflicts:
        return _draw_refused(request, pk, code, posted, done)
    return redirect(_after(sheet, code, request.POST))


def _draw_refused(
    request: StaffRequest, pk: UUID, code: str, posted: Posted, done: SavedAnswers
) -> HttpResponse:
    sheet = load_sheet(request, pk)
    conflicts = {field_name(c.theirs.item, c.theirs.person_id): c for c in done.conflicts}
    pages = [section_page(sheet, s, clock.today(), posted, conflicts) for s in _sections(sheet, code)]
    wrong = len(posted.errors) + len(conflicts)
    told = ngettext("%(n)s answer was not saved.", "%(n)s answers were not saved.", wrong) % {"n": wrong}
    return _draw(request, sheet, code, pages, {"refused": told}, status=422)


def _sections(sheet: Sheet, code: str) -> list[Section]:
    """404 for a section that is not meant for this reader, as if it did not exist."""
    readable = list(sheet.reader.sections)
    if sheet.reader.instrument.together:
        found = readable if code == TOGETHER else []
    else:
        found = [section for section in readable if section.code == code]
    if not found:
        raise Http404
    return found


def _draw(
    request: StaffRequest,
    sheet: Sheet,
    code: str,
    pages: list[SectionPage],
    more: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    before, after = _neighbours(sheet, code)
    context = {
        **frame(request, sheet, code, members_of(sheet)),
        "pages": pages,
        "code": code,
        "before": before,
        "after": after,
        "fillable": any(p.fillable for p in pages),
        "wrong": [control for p in pages for control in p.wrong],
        **(more or {}),
    }
    return render(request, "assessment/section.html", context, status=status)


def _neighbours(sheet: Sheet, code: str) -> tuple[Section | None, Section | None]:
    if sheet.reader.instrument.together:
        return None, None
    readable = list(sheet.reader.sections)
    here = [s.code for s in readable].index(code)
    return (readable[here - 1] if here else None), (readable[here + 1] if here + 1 < len(readable) else None)


def _after(sheet: Sheet, code: str, data: Any) -> str:
    """The next section; after the last one, who can work and the decision."""
    assessment = sheet.reader.assessment
    _before, following = _neighbours(sheet, code)
    if following and "stay" not in data:
        return reverse("assessment_section", args=[assessment.pk, following.code])
    if "stay" in data or not sheet.reader.right.inside:
        return reverse("assessment_section", args=[assessment.pk, code])
    last = "assessment_members" if assessment.kind == AssessmentKind.SECTION_A else "assessment_decision"
    return reverse(last, args=[assessment.pk])
