from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from accanto.core.errors import OperationRefused
from accanto.steering.privacy.enums import FINDING, FindingState
from accanto.steering.privacy.models import Finding, Review
from accanto.territory.staff.models import User

_VERBS = {FindingState.JUSTIFIED: "justify", FindingState.FOLLOW_UP: "follow_up"}


@dataclass(frozen=True)
class Named:
    """Who stands behind a code. Of a person outside a case only the name is known."""

    name: str
    number: str
    responsible: str


@transaction.atomic
def review_finding(*, finding: Finding, outcome: str, note: str, by: User, at: datetime) -> Review:
    """Say what the accesses were.

    :raises OperationRefused: the accesses are the reviewer's own; nothing was written.
    :raises TransitionRefused: it has been decided meanwhile.
    """
    row = Finding.objects.select_for_update(of=("self",)).get(pk=finding.pk)
    if row.user_id == by.pk:
        raise OperationRefused(_("These accesses are your own: somebody else must review them."))
    if not note.strip():
        raise OperationRefused(_("Write why: whoever reads it in a year must understand it."), field="note")
    row.state = FINDING.move(_VERBS[FindingState(outcome)], row.state)
    row.reviewed_by, row.reviewed_at = by, at
    row.save(update_fields=["state", "reviewed_by", "reviewed_at"])
    return Review.objects.create(finding=row, outcome=outcome, note=note.strip(), by=by, at=at)


@transaction.atomic
def reveal_name(*, finding: Finding, whom: UUID, reason: str, address: str | None, by: User) -> Named:
    """The name behind a code of this finding; the database writes the reading down before it answers.

    :raises OperationRefused: no reason, or the code is not one of the finding's.
    """
    if not reason.strip():
        raise OperationRefused(
            _("Write why you need the name: it is written down with your own."), field="reason"
        )
    if str(whom) not in {entry["context"] or entry["subject"] for entry in finding.evidence}:
        raise OperationRefused(_("This code is not among the accesses of this finding."))
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM privacy_reveal(%s, %s, %s, %s)", [by.pk, whom, reason.strip(), address])
        row = cursor.fetchone()
    if row is None:
        raise OperationRefused(_("There is nobody behind this code any more."))
    return Named(*row)
