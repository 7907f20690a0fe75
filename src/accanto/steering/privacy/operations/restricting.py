"""Restricting the data of a person because they asked, and ending it when they have been told (GDPR art. 18)."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accanto.core.errors import OperationRefused
from accanto.people.persons.models import Restriction
from accanto.people.persons.operations import lift_restriction, restrict_person
from accanto.steering.privacy.enums import REQUEST, RequestKind
from accanto.steering.privacy.models import PersonRequest
from accanto.steering.privacy.operations.naming import must_govern
from accanto.steering.privacy.operations.telling import list_recipients, tell_workers
from accanto.territory.staff.models import User


def restriction_of(request: PersonRequest) -> Restriction | None:
    """The last that answers a request, whether in force or ended."""
    return (
        Restriction.objects.filter(request=request.pk)
        .select_related("written_by", "ended_by")
        .order_by("-starts_at")
        .first()
    )


@transaction.atomic
def restrict_for(*, request: PersonRequest, ground: str, reason: str, by: User, at: datetime) -> Restriction:
    """From now the data stay as they are. Whoever works for the person is told, whoever received the data is listed.

    :raises NotPermitted: whoever does not answer requests.
    :raises OperationRefused: not an open request of restriction, no ground or reason, or restricted already.
    """
    must_govern(by)
    row = PersonRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if row.kind != RequestKind.RESTRICTION or not REQUEST.allows("answer", row.state):
        raise OperationRefused(_("Only an open request of restriction restricts the data."))
    made = restrict_person(
        person_id=row.person_id, ground=ground, reason=reason, request=row.pk, by=by, at=at
    )
    tell_workers(row.person_id, "privacy.restricted", by, at)
    list_recipients(row)
    return made


@transaction.atomic
def end_restriction_of(
    *, request: PersonRequest, reason: str, told_on: date | None, told_how: str, by: User, at: datetime
) -> Restriction:
    """:raises NotPermitted: whoever does not answer requests.

    :raises OperationRefused: nothing is restricted for this request, no reason, or the person was not told before.
    """
    must_govern(by)
    row = PersonRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    present = restriction_of(row)
    if present is None:
        raise OperationRefused(_("Nothing is restricted for this request."))
    ended = lift_restriction(
        restriction=present, reason=reason, told_on=told_on, told_how=told_how, by=by, at=at
    )
    tell_workers(row.person_id, "privacy.restriction_ended", by, at)
    return ended
