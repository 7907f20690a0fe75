"""The bar of stages above a case: when each was reached, in how many working days, how long the zone takes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accanto.casework.cases.models import Case, Deadline
from accanto.casework.cases.panels import PathBar
from accanto.casework.pathways import words
from accanto.casework.pathways.definition import stages_of, term_of
from accanto.casework.pathways.enums import PathwayState, Stage
from accanto.casework.pathways.models import Pathway
from accanto.casework.pathways.queries.medians import zone_medians
from accanto.casework.pathways.worklist import OF_THE_PATHWAY, PREFIX
from accanto.core.templatetags.accanto_ui import date_words, number
from accanto.core.working_time import working_days_between
from accanto.territory.staff.models import User


@dataclass(frozen=True)
class BarStage:
    """`state`: done, now, late or next. `days` are working days since the stage before."""

    stage: Stage
    state: str
    entered_on: date | None = None
    days: int | None = None
    median: float | None = None


@dataclass(frozen=True)
class PathwayBar:
    pathway: Pathway
    stages: tuple[BarStage, ...]
    next_code: str
    next_due: date | None


def pathway_bar(case: Case, on: date) -> PathwayBar | None:
    """The newest pathway of a case; two queries, and one more an hour for the medians."""
    bars = bars_of(_with_stages(case.pathways.all()), on)
    return bars[0] if bars else None


def _with_stages(pathways: QuerySet[Pathway]) -> QuerySet[Pathway]:
    return with_next_term(pathways).select_related("municipality").prefetch_related("stages")


def with_next_term(pathways: QuerySet[Pathway]) -> QuerySet[Pathway]:
    """Each with the code and day of the open term that comes due first; what is only recommended comes after."""
    codes = [PREFIX + code for code in OF_THE_PATHWAY if code != "first_meeting_recommended"]
    terms = Deadline.objects.filter(subject=OuterRef("pk"), state="open", code__in=codes).order_by("due_on")
    return pathways.annotate(
        next_code=Subquery(terms.values("code")[:1]), next_due=Subquery(terms.values("due_on")[:1])
    )


def bars_of(pathways: Iterable[Pathway], on: date) -> list[PathwayBar]:
    ordered = sorted(pathways, key=lambda p: (p.state == PathwayState.CLOSED, -p.outcome_on.toordinal()))
    return [_bar(pathway, on) for pathway in ordered]


def pathways_of(case: Case) -> list[Pathway]:
    """All that the page of a case says of its pathways starts from these, newest first: read once for each page."""
    kept = "_accanto_pathways"
    if not hasattr(case, kept):
        setattr(case, kept, list(_with_stages(case.pathways.all())))
    rows: list[Pathway] = getattr(case, kept)
    return rows


def path_bars(user: User, case: Case, today: date) -> list[PathBar]:
    """For the page of the case: the running pathways, or the last one that ended."""
    bars = bars_of(pathways_of(case), today)
    shown = [bar for bar in bars if bar.pathway.state != PathwayState.CLOSED] or bars[:1]
    return [_drawn(bar, today) for bar in shown]


def _bar(pathway: Pathway, on: date) -> PathwayBar:
    entered: dict[str, date] = {}
    for entry in pathway.stages.all():
        if entry.stage != Stage.CLOSED:
            entered[entry.stage] = entry.entered_on
    usual = stages_of(pathway.way, pathway.outcome_on if pathway.outcome_on.year >= 2018 else on)
    path = [*usual, *(Stage(code) for code in entered if code not in usual)]
    last = max((path.index(Stage(code)) for code in entered), default=-1)
    medians = zone_medians(pathway.measure, on)
    code = (pathway.next_code or "").removeprefix(PREFIX)  # type: ignore[attr-defined]
    late = pathway.next_due is not None and pathway.next_due < on  # type: ignore[attr-defined]
    over = pathway.state == PathwayState.CLOSED
    stages: list[BarStage] = []
    before: date | None = None
    for place, stage in enumerate(path):
        reached = entered.get(stage)
        days = (
            working_days_between(before, reached, pathway.municipality.istat_code)
            if before and reached
            else None
        )
        state = "done" if reached else ("skipped" if place < last or over else "next")
        if place == last + 1 and not over:
            state = "late" if late and stops(stage, code, on) else "now"
            days = working_days_between(before, on, pathway.municipality.istat_code) if before else None
        stages.append(BarStage(stage, state, reached, days, medians.get(stage)))
        before = reached or before
    return PathwayBar(pathway, tuple(stages), code, pathway.next_due)  # type: ignore[attr-defined]


def stops(stage: str, code: str, on: date) -> bool:
    """Is it this stage that ends this term? Convoking goes with the first meeting."""
    return bool(code) and (
        term_of(stage, on) == code or (stage == Stage.CONVOKED and code == "first_meeting")
    )


def _drawn(bar: PathwayBar, today: date) -> PathBar:
    pathway = bar.pathway
    note = _("application %(protocol)s · positive outcome of %(day)s") % {
        "protocol": pathway.protocol,
        "day": date_words(pathway.outcome_on),
    }
    if pathway.state == PathwayState.SUSPENDED:
        note = " · ".join([note, _("benefit suspended")])
    return PathBar(
        title=words.measure_name(pathway.measure),
        stages=_parts(bar, today),
        note=note,
        url=reverse("case_pathway", args=[pathway.case_id]),
        link_label=_("Rules and terms"),
    )


def _parts(bar: PathwayBar, today: date) -> Sequence[dict[str, Any]]:
    return [_part(stage, bar, today) for stage in bar.stages]


def _part(one: BarStage, bar: PathwayBar, today: date) -> dict[str, Any]:
    part: dict[str, Any] = {"label": one.stage.label, "state": one.state, "clock": "", "note": "", "tone": ""}
    if one.entered_on:
        part["clock"] = _short(one.entered_on, today)
        if one.days is not None:
            part["clock"] += " · " + ngettext("%(days)s work. day", "%(days)s work. days", one.days) % {
                "days": one.days
            }
    if one.state in ("now", "late") and one.days:
        part["clock"] = ngettext("for %(days)s work. day", "for %(days)s work. days", one.days) % {
            "days": one.days
        }
    if (
        one.stage == Stage.REVIEW
        and one.state == "next"
        and bar.next_code == "periodic_meeting"
        and bar.next_due
    ):
        part["clock"] = _("meeting %(when)s") % {"when": _due(bar.next_due, today)}
    if one.state in ("now", "late") and bar.next_due and stops(one.stage, bar.next_code, today):
        part["clock"] = _due(bar.next_due, today)
        part["tone"] = (
            "late" if bar.next_due < today else ("soon" if bar.next_due - today < timedelta(8) else "")
        )
    if one.median is not None and one.state in ("done", "now", "late"):
        part["note"] = _("(zone: median %(days)s)") % {
            "days": number(one.median, 0 if one.median % 1 == 0 else 1)
        }
    return part


def _short(day: date, today: date) -> str:
    said = date_words(day)
    return said if day.year != today.year else said.rsplit("\N{NO-BREAK SPACE}", 1)[0]


def _due(day: date, today: date) -> str:
    if day == today:
        return _("due today")
    said = {"day": _short(day, today)}
    return _("expired on %(day)s") % said if day < today else _("by %(day)s") % said
