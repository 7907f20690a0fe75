from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accanto.casework.assessment.enums import Activability, AssessmentKind, AssessmentState
from accanto.casework.assessment.models import Assessment, MemberOutcome
from accanto.casework.assessment.queries import MemberRow, Sheet, member_rows, reader_of, sheet_of
from accanto.casework.assessment.rules import exemptions_at
from accanto.core.errors import ChangedMeanwhile, NotPermitted, OperationRefused
from accanto.people.persons.models import Person
from accanto.territory.staff.models import User


@transaction.atomic
def decide_member(
    *,
    assessment: Assessment,
    person: Person,
    activability: str,
    by: User,
    at: datetime,
    exemption: str = "",
    note: str = "",
    expected: str | None = None,
) -> MemberOutcome:
    """Say whether an adult can be activated to work. `expected` is `MemberRow.expected` as it was on the screen.

    :raises ChangedMeanwhile: a colleague decided otherwise meanwhile.
    :raises OperationRefused: an exemption without its reason, a child, a closed assessment.
    """
    row, sheet = _lock(assessment, by, at)
    member = next((m for m in member_rows(sheet) if m.person.pk == person.pk), None)
    if member is None or not member.to_decide:
        raise OperationRefused(_("Only the adults of the household are decided about."))
    if activability not in Activability.values or activability == Activability.UNKNOWN:
        raise OperationRefused(
            _("Say whether %(name)s can be activated.") % {"name": person.first_name}, field="activability"
        )
    if activability != Activability.EXEMPT:
        exemption = ""
    elif exemption not in exemptions_at(sheet.on):
        raise OperationRefused(
            _("Choose why %(name)s is exempt.") % {"name": person.first_name}, field="exemption"
        )
    if expected is not None and member.expected not in {expected, f"{activability}:{exemption}"}:
        raise ChangedMeanwhile(
            _("%(colleague)s decided meanwhile: %(name)s %(decision)s. Look at it, then decide again.")
            % {"colleague": member.decided_by, "name": person.first_name, "decision": member.label}
        )
    return _store(row, person, activability, exemption, note, by, at)


@transaction.atomic
def accept_member_proposals(*, assessment: Assessment, by: User, at: datetime) -> int:
    """Decide as proposed for every adult about whom nothing is decided; returns how many."""
    row, sheet = _lock(assessment, by, at)
    waiting: list[MemberRow] = [m for m in member_rows(sheet) if m.to_decide and not m.activability]
    for member in waiting:
        if member.proposal:
            _store(row, member.person, member.proposal.activability, member.proposal.code, "", by, at)
    return len(waiting)


def _lock(assessment: Assessment, by: User, at: datetime) -> tuple[Assessment, Sheet]:
    row = (
        Assessment.objects.select_for_update(of=("self",), no_key=True)
        .select_related("instrument", "case__household")
        .get(pk=assessment.pk)
    )
    if row.kind != AssessmentKind.SECTION_A:
        raise OperationRefused(_("Who can be activated is decided in the preliminary analysis."))
    if row.state == AssessmentState.INTERRUPTED:
        raise OperationRefused(_("The assessment was interrupted: what was written stays as it was."))
    if row.state != AssessmentState.OPEN:
        raise OperationRefused(_("The assessment is closed: reopen it to change a decision."))
    reader = reader_of(by, row, at)
    if not (reader.right.inside and reader.may_write):
        raise NotPermitted(_("Only those in charge of the household decide who can be activated."))
    return row, sheet_of(reader, timezone.localtime(at).date())


def _store(
    assessment: Assessment,
    person: Person,
    activability: str,
    exemption: str,
    note: str,
    by: User,
    at: datetime,
) -> MemberOutcome:
    outcome, _created = MemberOutcome.objects.update_or_create(
        assessment=assessment,
        person=person,
        defaults={
            "activability": activability,
            "exemption": exemption,
            "note": note.strip()[:300],
            "decided_by": by,
            "decided_at": at,
        },
    )
    return outcome
