"""What happened in a pathway, as far as terms depend on it: plain values, loaded for many pathways in four queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from accanto.casework.pathways.enums import ClockStart, ConvocationState, PathwayState, Stage
from accanto.casework.pathways.models import Convocation, Pathway, Renewal, ServicePact, StageEntry
from accanto.territory.places.models import Municipality


@dataclass(frozen=True)
class AbsenceFact:
    """Somebody did not come without a reason and nobody has decided yet what follows."""

    convocation: UUID
    on: date


@dataclass(frozen=True)
class Facts:
    """`held`: days of meetings that took place; `sent`: days on which a convocation left. Both in order."""

    measure: str
    outcome_on: date
    clock_starts_on: date
    istat: str | None = None
    submitted_on: date | None = None
    clock_from: str = ClockStart.OUTCOME
    way: str = ""
    over: bool = False
    stages: dict[str, date] = field(default_factory=dict)
    renewals: tuple[date, ...] = ()
    held: tuple[date, ...] = ()
    sent: tuple[date, ...] = ()
    undecided_absences: tuple[AbsenceFact, ...] = ()
    pacts: tuple[date, ...] = ()

    def renewed_on(self, on: date) -> date | None:
        """The last renewal known on a day."""
        return max((day for day in self.renewals if day <= on), default=None)

    def met_on(self, on: date) -> date | None:
        """The first meeting since the clock started; the analysis itself is a meeting, where no other is recorded."""
        renewed = self.renewed_on(on)
        analysis = self.stages.get(Stage.ANALYSIS)
        days = [day for day in self.held if day <= on and (renewed is None or day >= renewed)]
        if renewed is None and analysis and analysis <= on:
            days.append(analysis)
        return min(days, default=None)

    def last_met_on(self, on: date) -> date | None:
        """The last meeting since the clock started: the periodic ones run from it."""
        first = self.met_on(on)
        if first is None:
            return None
        return max([first, *(day for day in self.held if first <= day <= on)])


def facts_of(pathways: Iterable[Pathway]) -> dict[UUID, Facts]:
    """Four queries, and one more for the municipalities when they were not loaded with the pathways."""
    rows = list(pathways)
    ids = [row.pk for row in rows]
    stages, renewals, pacts = _stages(ids), _renewals(ids), _pacts(ids)
    held, sent, absences = _convocations(ids)
    codes = _codes(rows)
    return {
        row.pk: Facts(
            measure=row.measure,
            outcome_on=row.outcome_on,
            clock_starts_on=row.clock_starts_on,
            istat=codes[row.municipality_id],
            submitted_on=row.submitted_on,
            clock_from=row.clock_from,
            way=row.way,
            over=row.state == PathwayState.CLOSED,
            stages=stages[row.pk],
            renewals=tuple(renewals[row.pk]),
            held=tuple(sorted(held[row.pk])),
            sent=tuple(sorted(sent[row.pk])),
            undecided_absences=tuple(absences[row.pk]),
            pacts=tuple(pacts[row.pk]),
        )
        for row in rows
    }


def _codes(rows: list[Pathway]) -> dict[int, str]:
    loaded = {row.municipality_id: row for row in rows if Pathway.municipality.is_cached(row)}
    codes = {key: row.municipality.istat_code for key, row in loaded.items()}
    if wanted := {row.municipality_id for row in rows} - set(codes):
        codes.update(Municipality.objects.filter(pk__in=wanted).values_list("pk", "istat_code"))
    return codes


def _stages(ids: list[UUID]) -> dict[UUID, dict[str, date]]:
    found: dict[UUID, dict[str, date]] = defaultdict(dict)
    rows = StageEntry.objects.filter(pathway__in=ids).order_by("entered_on", "id")
    for pathway, stage, day in rows.values_list("pathway_id", "stage", "entered_on"):
        found[pathway].setdefault(stage, day)
    return found


def _renewals(ids: list[UUID]) -> dict[UUID, list[date]]:
    found: dict[UUID, list[date]] = defaultdict(list)
    for pathway, day in Renewal.objects.filter(pathway__in=ids).values_list("pathway_id", "pad_signed_on"):
        found[pathway].append(day)
    return found


def _pacts(ids: list[UUID]) -> dict[UUID, list[date]]:
    found: dict[UUID, list[date]] = defaultdict(list)
    rows = ServicePact.objects.filter(pathway__in=ids).order_by("signed_on")
    for pathway, day in rows.values_list("pathway_id", "signed_on"):
        found[pathway].append(day)
    return found


def _convocations(
    ids: list[UUID],
) -> tuple[dict[UUID, list[date]], dict[UUID, list[date]], dict[UUID, list[AbsenceFact]]]:
    held: dict[UUID, list[date]] = defaultdict(list)
    sent: dict[UUID, list[date]] = defaultdict(list)
    absences: dict[UUID, list[AbsenceFact]] = defaultdict(list)
    rows = Convocation.objects.filter(pathway__in=ids).exclude(state=ConvocationState.CANCELLED)
    told: Iterable[Any] = rows.values_list(
        "pk", "pathway_id", "state", "sent_at", "appointment__starts_at", "consequences__id"
    )
    for pk, pathway, state, sent_at, starts_at, decided in told:
        day = timezone.localtime(starts_at).date()
        if state == ConvocationState.HELD:
            held[pathway].append(day)
        if state == ConvocationState.ABSENT and decided is None:
            absences[pathway].append(AbsenceFact(pk, day))
        if sent_at:
            sent[pathway].append(timezone.localtime(sent_at).date())
    return held, sent, absences
