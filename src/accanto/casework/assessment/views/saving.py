"""What the form asks and tells while somebody writes."""

from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from accanto.casework.assessment.controls import Control, read_posted, saved_words
from accanto.casework.assessment.operations import AnswerConflict, save_answer
from accanto.casework.assessment.queries import FieldView, Sheet, history_of, sheet_of
from accanto.casework.assessment.views.common import TOGETHER, load_sheet, members_of, news_of, side
from accanto.core import clock
from accanto.core.errors import NotPermitted, OperationRefused
from accanto.core.web import action, page
from accanto.territory.staff.requests import StaffRequest


@action("assessment.fill")
def answer_save(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One answer. 200 saved, 409 both versions, 422 what is wrong, 403 not yours; always what to show."""
    sheet = load_sheet(request, pk)
    view = _field(sheet, request.POST.get("field", ""))
    posted = read_posted([view], request.POST)
    if view.name in posted.errors:
        return JsonResponse({"error": posted.errors[view.name]}, status=422)
    if not posted.changes:
        return JsonResponse({"error": ""}, status=403)
    change = posted.changes[0]
    try:
        save_answer(
            assessment=sheet.reader.assessment,
            item=change.item,
            person=view.person,
            value=change.value,
            expected_version=change.expected_version,
            by=request.user,
            at=clock.now(),
        )
    except AnswerConflict as conflict:
        return JsonResponse(
            {"conflict": _conflict(request, view, conflict, posted.typed[view.name])}, status=409
        )
    except NotPermitted as refusal:
        return JsonResponse({"error": str(refusal)}, status=403)
    except OperationRefused as refusal:
        return JsonResponse({"error": str(refusal)}, status=422)
    return _saved(request, sheet_of(sheet.reader, clock.today()), view.name)


def _saved(request: StaffRequest, sheet: Sheet, name: str) -> HttpResponse:
    """The answer as it is now, and the parts of the page that depend on it."""
    view = _field(sheet, name)
    parts = side(sheet, request.POST.get("section", ""), members_of(sheet))
    return JsonResponse(
        {
            "version": view.version,
            "note": Control(view, clock.today()).note,
            "side": render_to_string("assessment/parts/side.html", parts, request),
            "steps": render_to_string("assessment/parts/steps.html", parts, request),
        }
    )


def _conflict(request: StaffRequest, view: FieldView, conflict: AnswerConflict, typed: list[str]) -> str:
    control = Control(view, clock.today(), typed, conflict=conflict)
    return render_to_string("assessment/parts/conflict.html", {"control": control, "live": True}, request)


@page("cases.view")
def answer_field(request: StaffRequest, pk: UUID, name: str) -> HttpResponse:
    """One control as it is stored now."""
    sheet = load_sheet(request, pk)
    context = {"control": Control(_field(sheet, name), clock.today()), "assessment": sheet.reader.assessment}
    return render(request, "assessment/parts/answer.html", context)


@page("cases.view")
def answer_history(request: StaffRequest, pk: UUID, name: str) -> HttpResponse:
    sheet = load_sheet(request, pk)
    view = _field(sheet, name)
    today = clock.today()
    forms = [(saved_words(r.at, r.author, today), words) for r, words in history_of(view)]
    return render(
        request,
        "assessment/history.html",
        {
            "assessment": sheet.reader.assessment,
            "section": sheet.reader.instrument.section_of[view.item.code],
            "section_url": TOGETHER
            if sheet.reader.instrument.together
            else sheet.reader.instrument.section_of[view.item.code].code,
            "household": sheet.reader.assessment.case.household.label,
            "view": view,
            "forms": forms,
        },
    )


@page("cases.view")
def assessment_news(request: StaffRequest, pk: UUID) -> HttpResponse:
    sheet = load_sheet(request, pk)
    context = {
        "news": news_of(sheet, request.user),
        "assessment": sheet.reader.assessment,
        "today": clock.today(),
    }
    return render(request, "assessment/parts/news.html", context)


def _field(sheet: Sheet, name: str) -> FieldView:
    """404 for what this reader may not see, as for what does not exist."""
    view = sheet.field(name)
    if view is None:
        raise Http404
    return view
