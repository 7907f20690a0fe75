"""The page of a report: its clocks on top, then what was reported, about whom, and what the service does with it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accanto.access.reports import operations, rules
from accanto.access.reports.enums import ClockOwner, EvictionEnd, Moment
from accanto.access.reports.forms import TermForm
from accanto.access.reports.forms_ends import MeasureForm
from accanto.access.reports.kinds import label_of, measure_label
from accanto.access.reports.models import Report, ReportClock, ReportCorrection
from accanto.access.reports.queries import people_seen
from accanto.access.reports.views.loading import load_report
from accanto.access.reports.words import due_words, left_of, reporter_words, tags_of
from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.templatetags.accanto_ui import date_time_words, date_words
from accanto.core.web import editor, page, require
from accanto.core.web.origins import origins_of
from accanto.territory.staff.models import User
from accanto.territory.staff.requests import StaffRequest


@page()
def report_page(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Also for whoever follows the case that it ended in, who may have no other business with reports."""
    row = load_report(request, pk)
    now, user = clock.now(), request.user
    seen = people_seen(user, row)
    named = [{"row": one, "person": seen.get(one.person_id)} for one in row.named.all()]
    context = {
        "report": row,
        "kind": label_of(row.kind),
        "tags": tags_of(row),
        "clocks": [clock_row(one, now) for one in row.clocks.all()],
        "named": named,
        "evaluation": getattr(row, "evaluation", None),
        "eviction": getattr(row, "eviction", None),
        "order": getattr(row, "court_request", None),
        "outcome": getattr(row, "outcome", None),
        "answers": row.answers.all(),
        "told": rules.is_told_of_reporter(user, row),
        "reads_letters": rules.may_read_letters(user, row),
        "calls": row.calls.all(),
        "measures": [{"row": one, "label": measure_label(one.code)} for one in row.measures.all()],
        "measure_form": MeasureForm(on=now.date(), initial={"done_on": now.date()}),
        "corrections": [correction_row(one, now) for one in row.corrections.all()],
        "facts": _facts(user, row, now),
        "origin": origins_of(user, [row.pk]).get(row.pk),
        "today": now.date(),
        **_may(user, row),
    }
    return render(request, "reports/report.html", context)


@editor("reports.receive")
def report_term(request: StaffRequest, pk: UUID, code: str) -> HttpResponse:
    row = load_report(request, pk)
    term = next((one for one in row.clocks.all() if one.code == code), None)
    if term is None or not term.running:
        raise Http404
    now = clock.now()
    form = TermForm(request.POST or None, initial={"done_at": now})
    if request.method == "POST" and form.is_valid():
        try:
            _end(request.user, row, code, form.cleaned_data, now)
        except OperationRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Registered: the terms that follow are counted anew."))
            return redirect("report", pk=pk)
    context = {"report": row, "form": form, "term": term, "clock": clock_row(term, now)}
    return render(request, "reports/term.html", context, status=422 if form.errors else 200)


def _end(user: User, row: Report, code: str, given: dict[str, Any], now: datetime) -> None:
    if given["what"] == "dropped":
        operations.drop_term(report=row, code=code, reason=given["note"], by=user, at=now)
    else:
        operations.end_term(
            report=row, code=code, done_at=given["done_at"], note=given["note"], by=user, at=now
        )


def clock_row(one: ReportClock, now: datetime) -> dict[str, Any]:
    left = left_of(one, now)
    if one.done_at:
        at_once = one.due_at == one.starts_at  # «immediately» has no hour that it could miss
        on_time = at_once or one.done_at <= one.due_at
        said, tone = (_("done"), "fine") if on_time else (_("done late"), "late")
        said = f"{said}, {date_time_words(one.done_at, now.date())}"
    elif one.dropped_at:
        said, tone = _("no longer due"), ""
    else:
        said, tone = left.words, left.tone
    return {
        "row": one,
        "owner": str(ClockOwner(one.owner).label),
        "service": one.owner == ClockOwner.SERVICE,
        "due": due_words(one, now),
        "said": said,
        "tone": tone,
    }


def correction_row(one: ReportCorrection, now: datetime) -> dict[str, Any]:
    return {
        "row": one,
        "what": str(Moment(one.what).label),
        "was": _moment_words(one.was, now),
        "now": _moment_words(one.now, now),
    }


def _moment_words(written: str, now: datetime) -> str:
    """As `ReportCorrection` keeps it."""
    if not written:
        return _("nothing")
    if "T" in written:
        return date_time_words(datetime.fromisoformat(written), now.date())
    end, _space, day = written.rpartition(" ")
    told = [str(EvictionEnd(end).label)] if end else []
    return ", ".join([*told, date_words(date.fromisoformat(day))])


def _may(user: User, row: Report) -> dict[str, bool]:
    evaluates = rules.may_evaluate(user, row)
    works = user.may("reports.receive") and row.closed_at is None
    return {
        "may_take": rules.may_take(user, row),
        "may_entrust": rules.may_entrust(user, row) and user.may("reports.receive"),
        "may_evaluate": evaluates,
        "may_decide": evaluates and row.closed_at is None,
        "may_name": works,
        "may_cover": rules.may_keep_private(user, row),
        "may_correct": rules.may_correct(user, row),
        "may_end_terms": user.may("reports.receive"),
    }


def _facts(user: User, row: Report, now: datetime) -> list[dict[str, Any]]:
    today = now.date()
    told = rules.is_told_of_reporter(user, row)
    covered = (
        [{"label": _("asks to stay private"), "tone": "restricted", "icon": "locked"}] if row.covered else []
    )
    facts: list[dict[str, Any]] = [
        {"label": _("Who reports"), "value": reporter_words(row, told=told), "tags": covered},
        {"label": _("Where to call back"), "value": row.reporter_contact if told or not row.covered else ""},
        {"label": _("Their protocol"), "value": _protocol(row)},
        {
            "label": _("Received"),
            "value": f"{date_time_words(row.received_at, today)}, {row.get_channel_display()}",
        },
        {
            "label": _("Written down by"),
            "value": f"{row.received_by}, {date_time_words(row.registered_at, today)}",
        },
        {"label": _("Office"), "value": row.office.name},
        {"label": _("Evaluates it"), "value": str(row.evaluator) if row.evaluator else _("nobody yet")},
    ]
    return facts


def _protocol(row: Report) -> str:
    dated = date_words(row.sender_date) if row.sender_date else ""
    return ", ".join(part for part in (row.sender_protocol, dated) if part)


def required(request: StaffRequest, row: Report) -> None:
    """403 for whoever sees the report and does not evaluate it."""
    require(request, "reports.evaluate")
    if not rules.may_evaluate(request.user, row):
        raise PermissionDenied
