"""What happened in a pathway, as far as terms depend on it: plain values, loaded for many pathways at once."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils import timezone

from accanto.casework.pathways.enums import ClockStart, ConvocationState, PathwayState, Stage
from accanto.casework.pathways.models import Consequence, Convocation, Pathway


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
    """Five queries. Read anew, whatever was loaded with the pathways: operations ask again after they have written."""
    rows = Pathway.objects.filter(pk__in=[pathway.pk for pathway in pathways]).select_related("municipality")
    told = rows.prefetch_related(
        "stages", "renewals", "service_pacts", Prefetch("convocations", with_decision())
    )
    return {row.pk: facts_told(row) for row in told}


def with_decision() -> QuerySet[Convocation]:
    """Convocations, each knowing whether somebody decided what follows from an absence (`decided`)."""
    following = Consequence.objects.filter(convocation=OuterRef("pk"))
    return Convocation.objects.select_related("appointment").annotate(decided=Exists(following))


def facts_told(row: Pathway) -> Facts:
    """Of a pathway loaded with its stages, renewals, pacts and convocations (`with_decision`)."""
    convocations = [one for one in row.convocations.all() if one.state != ConvocationState.CANCELLED]
    stages: dict[str, date] = {}
    for entry in sorted(row.stages.all(), key=lambda entry: (entry.entered_on, entry.pk)):
        stages.setdefault(entry.stage, entry.entered_on)
    return Facts(
        measure=row.measure,
        outcome_on=row.outcome_on,
        clock_starts_on=row.clock_starts_on,
        istat=row.municipality.istat_code,
        submitted_on=row.submitted_on,
        clock_from=row.clock_from,
        way=row.way,
        over=row.state == PathwayState.CLOSED,
        stages=stages,
        renewals=tuple(renewal.pad_signed_on for renewal in row.renewals.all()),
        held=tuple(sorted(_met_on(one) for one in convocations if one.state == ConvocationState.HELD)),
        sent=tuple(sorted(timezone.localtime(one.sent_at).date() for one in convocations if one.sent_at)),
        undecided_absences=tuple(
            AbsenceFact(one.pk, _met_on(one))
            for one in convocations
            if one.state == ConvocationState.ABSENT and not one.decided  # type: ignore[attr-defined]
        ),
        pacts=tuple(sorted(pact.signed_on for pact in row.service_pacts.all())),
    )


def _met_on(convocation: Convocation) -> date:
    return timezone.localtime(convocation.appointment.starts_at).date()
