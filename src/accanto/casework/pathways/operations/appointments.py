"""What becomes of the time that a convocation took from the professionals."""

from datetime import datetime

from accanto.casework.cases.enums import AppointmentState, DeadlineState
from accanto.casework.cases.operations import close_deadlines, settle_appointment
from accanto.casework.pathways.enums import CONVOCATION_TRANSITIONS, ConvocationState
from accanto.casework.pathways.models import Convocation, Pathway
from accanto.foundation.audit.operations import record
from accanto.territory.staff.models import User


def drop_open_convocations(*, pathway: Pathway, by: User | None, at: datetime) -> None:
    """A pathway that closes has nobody to wait for."""
    waiting = pathway.convocations.select_for_update(of=("self",)).filter(
        state__in=[ConvocationState.PLANNED, ConvocationState.SENT]
    )
    for convocation in waiting.select_related("appointment"):
        cancel(convocation=convocation, by=by, at=at)


def cancel(*, convocation: Convocation, by: User | None, at: datetime, reason: str = "") -> None:
    convocation.state = CONVOCATION_TRANSITIONS.move("cancel", convocation.state)
    convocation.decided_at, convocation.decided_by, convocation.justification = at, by, reason
    convocation.save(update_fields=["state", "decided_at", "decided_by", "justification"])
    if convocation.appointment.state == AppointmentState.PLANNED:
        settle_appointment(
            appointment=convocation.appointment, state=AppointmentState.CANCELLED, by=by, at=at
        )
    close_deadlines(subject=convocation.pk, at=at, state=DeadlineState.CANCELLED)
    record(
        "pathways.convocation.cancelled",
        by=by,
        at=at,
        context=convocation.pathway.case_id,
        subject=convocation,
        starts_at=convocation.appointment.starts_at.isoformat(),
        reason=reason or "–",
    )
