"""Keeping the data of a person as they are, and nothing else, while they ask for it (GDPR art. 18)."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accanto.core.errors import OperationRefused
from accanto.core.templatetags.accanto_ui import date_words
from accanto.foundation.audit.operations import record
from accanto.people.persons.enums import RestrictionGround
from accanto.people.persons.models import Person, Restriction
from accanto.territory.staff.models import User


@transaction.atomic
def restrict_person(
    *, person_id: UUID, ground: str, reason: str, request: UUID, by: User, at: datetime
) -> Restriction:
    """From now nobody changes or erases what is known of the person. Whoever calls has asked whether `by` may.

    :raises OperationRefused: no reason, or the data are restricted already.
    """
    if ground not in RestrictionGround.values:
        raise OperationRefused(_("Choose the ground of law."), field="ground")
    if not reason.strip():
        raise OperationRefused(_("Write why: what is contested, or which right is at stake."), field="reason")
    present = Restriction.objects.select_for_update(of=("self",)).filter(person=person_id, ends_at=None)
    if present.exists():
        raise OperationRefused(_("These data are restricted already."))
    made = Restriction.objects.create(
        person_id=person_id,
        ground=ground,
        reason=reason.strip(),
        request=request,
        starts_at=at,
        written_by=by,
    )
    record("persons.restriction.begun", by=by, at=at, subject=Person(pk=person_id), important=True)
    return made


@transaction.atomic
def lift_restriction(
    *, restriction: Restriction, reason: str, told_on: date | None, told_how: str, by: User, at: datetime
) -> Restriction:
    """The data are used again; the person has been told before (GDPR art. 18, par. 3).

    :raises OperationRefused: no reason, the person was not told, or it has ended already.
    """
    row = Restriction.objects.select_for_update(of=("self",)).get(pk=restriction.pk)
    if row.ends_at is not None:
        raise OperationRefused(_("This restriction has ended already."))
    if not reason.strip():
        raise OperationRefused(_("Write why it ends."), field="reason")
    today, begun = timezone.localtime(at).date(), timezone.localtime(row.starts_at).date()
    if told_on is None or not begun <= told_on <= today:
        raise OperationRefused(
            _("The person is told before it ends: write the day, between the beginning and today."),
            field="told_on",
        )
    if not told_how.strip():
        raise OperationRefused(
            _("Write how the person was told: letter, certified mail, in person."), field="told_how"
        )
    row.ends_at, row.ended_by, row.end_reason = at, by, reason.strip()
    row.told_on, row.told_how = told_on, told_how.strip()
    row.save(update_fields=["ends_at", "ended_by", "end_reason", "told_on", "told_how"])
    record("persons.restriction.ended", by=by, at=at, subject=Person(pk=row.person_id), important=True)
    return row


def refuse_restricted(person: Person, *, field: str = "") -> None:
    """Before anything that is known of the person changes; the database looks again (`sql/restriction.sql`).

    :raises OperationRefused: the data are restricted.
    """
    present = Restriction.objects.filter(person=person.pk, ends_at=None).first()
    if present is None:
        return
    since = date_words(timezone.localtime(present.starts_at).date())
    told = _(
        "The data of this person have been restricted since %(day)s (GDPR art. 18): they stay as they are until the"
        " restriction ends. Whoever answers the person’s requests can end it."
    )
    raise OperationRefused(told % {"day": since}, field=field)
