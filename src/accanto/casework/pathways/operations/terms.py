"""Keeping the worklist equal to the clock: called at the end of everything that moves a pathway."""

from datetime import date, datetime

from django.utils import timezone

from accanto.casework.cases.due import ADVISED
from accanto.casework.cases.enums import DeadlineState
from accanto.casework.cases.models import Deadline
from accanto.casework.cases.operations import close_deadlines, open_deadline
from accanto.casework.pathways.enums import ConvocationState
from accanto.casework.pathways.models import Convocation, Pathway
from accanto.casework.pathways.rules import Term, clock
from accanto.casework.pathways.worklist import (
    CONVOCATION_OUTCOME,
    OF_THE_PATHWAY,
    OUTCOME_REPORT,
    PREFIX,
    RECOMMENDED,
)


def follow_clock(*, pathway: Pathway, on: date, at: datetime) -> None:
    """Open what the clock says is running, close what it says is done. Measures that ended leave no work behind."""
    running = {term.code: term for term in clock(pathway, on).terms if term.open and not term.closed_history}
    # One row for one thing to do: the binding term, which tells the recommended day too.
    recommended = running.pop(RECOMMENDED, None)
    under_way = _under_way(pathway)
    standing = set(
        Deadline.objects.filter(subject=pathway.pk, state=DeadlineState.OPEN).values_list("code", flat=True)
    )
    for code in OF_THE_PATHWAY:
        term = running.get(code)
        if term and not pathway.closed_on:
            _open(pathway, term, under_way, recommended if code == "first_meeting" else None)
        elif PREFIX + code in standing:
            close_deadlines(subject=pathway.pk, code=PREFIX + code, at=at)


def open_outcome_report(*, convocation: Convocation, on: date) -> Deadline | None:
    """The term within which an absence without a reason is reported, if people so decide."""
    pathway = convocation.pathway
    term = next((t for t in clock(pathway, on).terms if t.subject == convocation.pk), None)
    if term is None or term.closed_history:
        return None
    return open_deadline(
        code=OUTCOME_REPORT,
        case=pathway.case,
        owner=pathway.case.responsible,
        subject=convocation.pk,
        started_on=term.started_on,
        due_on=term.due_on,
        rule=term.source,
        **{**_params(pathway, term), "convocation": str(convocation.pk)},
    )


def expect_outcome(*, convocation: Convocation) -> Deadline:
    """On the day of the meeting somebody must say how it went."""
    appointment = convocation.appointment
    day = timezone.localtime(appointment.starts_at).date()
    return open_deadline(
        code=CONVOCATION_OUTCOME,
        case=convocation.pathway.case,
        owner=convocation.pathway.case.responsible,
        subject=convocation.pk,
        started_on=min(timezone.localtime(convocation.created_at).date(), day),
        due_on=day,
        convocation=str(convocation.pk),
        starts_at=appointment.starts_at.isoformat(),
        sent=convocation.state == ConvocationState.SENT,
    )


def _open(
    pathway: Pathway, term: Term, under_way: Convocation | None, recommended: Term | None = None
) -> None:
    params = _params(pathway, term)
    if recommended:
        params[ADVISED] = recommended.due_on.isoformat()
    if under_way:
        params["convocation"] = str(under_way.pk)
    open_deadline(
        code=PREFIX + term.code,
        case=pathway.case,
        owner=pathway.case.responsible,
        subject=pathway.pk,
        started_on=term.started_on,
        due_on=term.due_on,
        rule=term.source,
        **params,
    )


def _under_way(pathway: Pathway) -> Convocation | None:
    return pathway.convocations.filter(state__in=[ConvocationState.PLANNED, ConvocationState.SENT]).first()


def _params(pathway: Pathway, term: Term) -> dict[str, object]:
    return {
        "pathway": str(pathway.pk),
        "measure": pathway.measure,
        "amount": term.amount,
        "unit": str(term.unit),
        "starts": term.starts,
        "from_memory": term.from_memory,
    }
