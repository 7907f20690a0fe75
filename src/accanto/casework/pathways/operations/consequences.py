"""What follows from a missed term or meeting: always the decision of a person, told with its reason."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accanto.casework.cases.operations import close_deadlines
from accanto.casework.pathways.enums import (
    PATHWAY_TRANSITIONS,
    ConsequenceKind,
    ConvocationState,
    PathwayState,
)
from accanto.casework.pathways.models import Consequence, Convocation, Pathway, Renewal
from accanto.casework.pathways.operations.terms import follow_clock
from accanto.casework.pathways.rules import clock
from accanto.core.errors import OperationRefused
from accanto.foundation.audit.operations import record
from accanto.territory.staff.models import User


class ConsequenceRefused(OperationRefused):
    """Nothing was missed, or somebody has already decided."""


@transaction.atomic
def decide_consequence(
    *, convocation: Convocation, kind: str, decided_on: date, by: User, at: datetime, reason: str = ""
) -> Consequence:
    """After an absence without a reason: report the lapse, or say why not.

    :raises ConsequenceRefused: already decided, no such absence, a day before the meeting or in the future, or no
        reason where one is needed.
    """
    rows = Convocation.objects.select_for_update(of=("self",)).select_related("pathway__case", "appointment")
    row = rows.get(pk=convocation.pk)
    if row.state != ConvocationState.ABSENT:
        raise ConsequenceRefused(_("There is no absence without a reason to decide about."))
    if former := row.consequences.select_related("by").first():
        raise ConsequenceRefused(
            _("%(name)s has already decided: %(what)s.")
            % {"name": former.by, "what": former.get_kind_display()}
        )
    if kind not in (ConsequenceKind.LAPSE_REPORTED, ConsequenceKind.NOT_REPORTED):
        raise ConsequenceRefused(_("Choose whether to report the absence."), field="kind")
    if kind == ConsequenceKind.NOT_REPORTED and not reason.strip():
        raise ConsequenceRefused(_("Write why the absence is not reported."), field="reason")
    if decided_on > timezone.localtime(at).date():
        raise ConsequenceRefused(_("The day is in the future."), field="decided_on")
    if decided_on < timezone.localtime(row.appointment.starts_at).date():
        raise ConsequenceRefused(_("The day comes before the meeting."), field="decided_on")
    consequence = _write(row.pathway, kind, decided_on, reason, by, at, convocation=row)
    close_deadlines(subject=row.pk, at=at)
    return consequence


@transaction.atomic
def suspend_benefit(*, pathway: Pathway, on: date, by: User, at: datetime, reason: str) -> Consequence:
    """The agency suspended the benefit because nobody was convoked within the term.

    :raises ConsequenceRefused: a day in the future, or on which no term had expired.
    """
    row = Pathway.objects.select_for_update(of=("self",)).get(pk=pathway.pk)
    state = PATHWAY_TRANSITIONS.move("suspend", row.state)
    if on > timezone.localtime(at).date():
        raise ConsequenceRefused(_("The day is in the future."), field="on")
    if not clock(row, on).late:
        raise ConsequenceRefused(_("No term has expired: there is no reason to suspend."), field="on")
    row.state = state
    row.save(update_fields=["state"])
    pathway.state = row.state
    return _write(row, ConsequenceKind.SUSPENDED, on, reason, by, at)


@transaction.atomic
def resume_benefit(
    *, pathway: Pathway, on: date, by: User, at: datetime, convocation: Convocation | None = None
) -> Consequence:
    """The meeting took place: the benefit goes on."""
    row = Pathway.objects.select_for_update(of=("self",)).get(pk=pathway.pk)
    row.state = PATHWAY_TRANSITIONS.move("resume", row.state)
    row.save(update_fields=["state"])
    pathway.state = row.state
    return _write(row, ConsequenceKind.RESUMED, on, "", by, at, convocation=convocation)


@transaction.atomic
def renew_pathway(*, pathway: Pathway, pad_signed_on: date, by: User, at: datetime) -> Renewal:
    """The household signed again after a renewal: the terms of the first meeting start over.

    :raises ConsequenceRefused: the day is in the future, or not after the one from which terms run now.
    """
    row = Pathway.objects.select_for_update(of=("self",)).select_related("case").get(pk=pathway.pk)
    today = timezone.localtime(at).date()
    if row.state == PathwayState.CLOSED:
        raise ConsequenceRefused(_("The pathway is closed."))
    if pad_signed_on > today:
        raise ConsequenceRefused(_("The day is in the future."), field="pad_signed_on")
    if pad_signed_on <= clock(row, today).starts_on:
        raise ConsequenceRefused(
            _("The new signature must come after the one from which the terms run now."),
            field="pad_signed_on",
        )
    renewal = Renewal.objects.create(pathway=row, pad_signed_on=pad_signed_on, recorded_at=at, by=by)
    follow_clock(pathway=row, on=today, at=at)
    record(
        "pathways.pathway.renewed",
        by=by,
        at=at,
        context=row.case_id,
        subject=row,
        important=True,
        day=pad_signed_on.isoformat(),
    )
    return renewal


def _write(
    pathway: Pathway,
    kind: str,
    on: date,
    reason: str,
    by: User,
    at: datetime,
    *,
    convocation: Convocation | None = None,
) -> Consequence:
    code = "outcome_report" if convocation else "first_meeting"
    term = clock(pathway, on).term(code)
    consequence = Consequence.objects.create(
        pathway=pathway,
        convocation=convocation,
        kind=kind,
        decided_on=on,
        reason=reason.strip(),
        rule=term.source if term else "",
        recorded_at=at,
        by=by,
    )
    record(
        f"pathways.consequence.{kind}",
        by=by,
        at=at,
        context=pathway.case_id,
        subject=pathway,
        important=True,
        reason=reason.strip() or "–",
    )
    return consequence
