"""What the pages of one assessment share: loading it, its frame, the sections beside it, the proposal."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from accanto.casework.assessment.enums import AssessmentKind, AssessmentState
from accanto.casework.assessment.models import Assessment
from accanto.casework.assessment.queries import (
    Change,
    MemberRow,
    Sheet,
    changes_since,
    member_rows,
    proposal_of,
    reader_of,
    sheet_of,
)
from accanto.core import clock
from accanto.core.web import load
from accanto.core.web.narrowing import within_reach
from accanto.territory.staff.models import User
from accanto.territory.staff.requests import StaffRequest

NEWS_WINDOW = timedelta(minutes=15)
MOST_NEWS = 6
TOGETHER = "tutte"


def load_assessment(request: StaffRequest, pk: UUID) -> Assessment:
    """404 outside one's right to see the case."""
    visible = Assessment.objects.visible_to(request.user).select_related(
        "instrument", "opened_by", "closed_by", "interrupted_by", "pathway", "case__household"
    )
    return load(visible, pk)


def load_sheet(request: StaffRequest, pk: UUID) -> Sheet:
    """404 also for those of whom no section is meant."""
    reader = reader_of(request.user, load_assessment(request, pk), clock.now())
    if not reader.sections:
        raise Http404
    return sheet_of(reader, clock.today())


@dataclass(frozen=True)
class Step:
    """One entry of the list of sections. `tone` is given only when there is a word for it."""

    label: str
    url: str
    current: bool
    percent: int | None
    note: str
    tone: str = ""
    locked: bool = False


def steps(sheet: Sheet, current: str, members: list[MemberRow] | None) -> list[Step]:
    assessment = sheet.reader.assessment
    together = sheet.reader.instrument.together
    found = []
    for outline in sheet.outline:
        code = outline.section.code
        url = reverse("assessment_section", args=[assessment.pk, TOGETHER if together else code])
        note, tone = _how_far(outline.missing, outline.answered)
        found.append(
            Step(
                str(outline.section.title),
                f"{url}#{code}" if together else url,
                code == current,
                outline.percent,
                note if outline.fillable or assessment.state != AssessmentState.OPEN else _("read only"),
                tone if outline.fillable else "",
                outline.section.audience in {"health", "social"},
            )
        )
    if members is not None:
        found.append(_members_step(assessment, members, current))
    if sheet.reader.right.inside:
        url = reverse("assessment_decision", args=[assessment.pk])
        label = _("Decision") if assessment.kind == AssessmentKind.SECTION_A else _("Closing")
        found.append(Step(label, url, current == "decision", None, ""))
    return found


def _how_far(missing: int, answered: int) -> tuple[str, str]:
    if not missing:
        return "", "fine" if answered else ""
    return (_("%(n)s missing") % {"n": missing}) if answered else "", ""


def _members_step(assessment: Assessment, members: list[MemberRow], current: str) -> Step:
    waiting = sum(m.to_decide and not m.activability for m in members)
    note = _("%(n)s to decide") % {"n": waiting} if waiting else ""
    url = reverse("assessment_members", args=[assessment.pk])
    return Step(_("Who can work"), url, current == "members", None, note, "" if waiting else "fine")


def members_of(sheet: Sheet) -> list[MemberRow] | None:
    return member_rows(sheet) if sheet.reader.assessment.kind == AssessmentKind.SECTION_A else None


def frame(
    request: StaffRequest, sheet: Sheet, current: str, members: list[MemberRow] | None
) -> dict[str, Any]:
    assessment = sheet.reader.assessment
    told = side(sheet, current, members)
    if not within_reach(request.user, "assessment_decision"):
        decision = reverse("assessment_decision", args=[assessment.pk])
        told["steps"] = [step for step in told["steps"] if step.url != decision]
    return {
        "assessment": assessment,
        "case": assessment.case,
        "household": assessment.case.household.label,
        "sheet": sheet,
        "reader": sheet.reader,
        "today": clock.today(),
        "is_open": assessment.state == AssessmentState.OPEN,
        "authors": sorted({str(a.author) for a in sheet.answers.values()}),
        "news": news_of(sheet, request.user),
        "may_take": within_reach(request.user, "assessment_print"),
        **told,
    }


def side(sheet: Sheet, current: str, members: list[MemberRow] | None) -> dict[str, Any]:
    """The parts that change with every answer."""
    section_a = sheet.reader.assessment.kind == AssessmentKind.SECTION_A
    return {
        "steps": steps(sheet, current, members),
        "percent": sheet.percent,
        "proposal": proposal_of(sheet) if section_a else None,
        "partial": not sheet.reader.reads_all,
        "assessment": sheet.reader.assessment,
    }


@dataclass(frozen=True)
class News:
    """`told`: it has a line on the page; the script looks at the others too."""

    change: Change
    told: bool


def news_of(sheet: Sheet, user: User) -> list[News]:
    """One line for somebody who is writing in a section, however many answers they touch; six lines at most."""
    if sheet.reader.assessment.state != AssessmentState.OPEN:
        return []
    now = clock.now()
    found: list[News] = []
    lines: set[tuple[int, str]] = set()
    for change in changes_since(sheet.reader, user, now - NEWS_WINDOW, now):
        line = (change.author.pk, change.section_code if change.writing_now else change.name)
        found.append(News(change, line not in lines and len(lines) < MOST_NEWS))
        lines.add(line)
    return found
