"""Urgent access: a protected case opens for a few hours to whoever writes why; somebody looks at it afterwards."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accanto.casework.cases.models import Case
from accanto.core.database.context import serving
from accanto.core.dated_rules import rule_at
from accanto.core.errors import NotPermitted, OperationRefused
from accanto.foundation.audit.operations import record
from accanto.foundation.notifications.operations import notify
from accanto.people.households.queries import members_of
from accanto.people.persons.compartments import FILE, breakable
from accanto.people.persons.enums import Depth, GrantReason
from accanto.people.persons.models import AccessGrant
from accanto.people.persons.operations import grant_many
from accanto.territory.staff.models import User
from accanto.territory.staff.queries import holders_of

SHORTEST_REASON = 15


@serving("break_glass")
@transaction.atomic
def break_glass(*, case_id: UUID, reason: str, by: User, at: datetime) -> Case:
    """Let `by` read a protected case for the hours of `data/compartments.yaml`. Asking twice opens it once.

    The responsible worker and the privacy officers are told at once; the opening itself becomes a finding to review.

    :raises NotPermitted: the role may not.
    :raises OperationRefused: the reason says nothing.
    :raises Case.DoesNotExist: there is none, or it is of a kind that nobody breaks: the same answer to both.
    """
    if not by.may("access.break_glass"):
        raise NotPermitted(_("Your role does not open protected records."))
    row = (
        Case.objects.select_for_update(of=("self",))
        .select_related("household", "responsible")
        .get(pk=case_id, compartment__in=breakable())
    )
    words = " ".join(reason.split())
    if len(words) < SHORTEST_REASON:
        raise OperationRefused(
            _("Write what is happening and why it cannot wait: at least a sentence."), field="reason"
        )
    mine = AccessGrant.objects.filter(user=by, context=row.pk, reaches=True, starts_at__lte=at)
    if mine.filter(Q(ends_at=None) | Q(ends_at__gt=at)).exists():
        return row
    grant_many(
        persons=[member.person for member in members_of(row.household, at.date())],
        user=by,
        depth=Depth.READ,
        reason=GrantReason.BREAK_GLASS,
        context=row.pk,
        by=by,
        at=at,
        ends_at=at + timedelta(hours=rule_at(FILE, at.date(), "break_glass")["hours"]),
        note=words[:200],
        compartment=row.compartment,
    )
    record("cases.case.broken", by=by, at=at, context=row.pk, subject=row, important=True, reason=words)
    _tell(row, words, by, at)
    return row


def _tell(row: Case, reason: str, by: User, at: datetime) -> None:
    """The worker reads which case; the privacy officer who and why, never of whom."""
    who = by.get_full_name()
    if row.responsible:
        notify(
            "cases.broken",
            user=row.responsible,
            at=at,
            url=reverse("case_access", args=[row.pk]),
            context=row.pk,
            worker=who,
            number=row.number,
            reason=reason,
        )
    for officer in holders_of("privacy.review", at.date()):
        notify(
            "cases.broken_to_review",
            user=officer,
            at=at,
            url=reverse("privacy_findings"),
            worker=who,
            reason=reason,
        )
