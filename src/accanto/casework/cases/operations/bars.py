from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accanto.casework.cases.models import Case, CaseWorker
from accanto.core.errors import OperationRefused
from accanto.foundation.audit.operations import record
from accanto.people.households.queries import members_of
from accanto.people.persons.models import Bar, Person
from accanto.people.persons.operations import bar, lift_bar
from accanto.people.persons.queries import bars_in_force
from accanto.territory.staff.models import User


@transaction.atomic
def bar_from_case(
    *,
    case: Case,
    user: User,
    reason: str,
    source: str,
    by: User,
    at: datetime,
    person: Person | None = None,
) -> list[Bar]:
    """`user` must not see the household (or one person of it, and so no case in which that person is).

    :raises OperationRefused: whoever works on the case, who must hand it over first; oneself.
    """
    row = Case.objects.select_for_update(of=("self",)).select_related("household").get(pk=case.pk)
    if CaseWorker.objects.filter(case=row, user=user, ends_on=None).exists():
        raise OperationRefused(
            _("%(name)s works on this case: give it to somebody else first, then write the name here.")
            % {"name": user},
            field="user",
        )
    members = [person] if person else [member.person for member in members_of(row.household, at.date())]
    made = bar(user=user, persons=members, reason=reason, source=source, by=by, at=at)
    if made:
        record("cases.bars.changed", by=by, at=at, context=row.pk, subject=row, important=True)
    return made


@transaction.atomic
def lift_bar_from_case(*, case: Case, user: User, reason: str, by: User, at: datetime) -> int:
    """`user` may see the people of the household again, where a right is given."""
    row = Case.objects.select_for_update(of=("self",)).select_related("household").get(pk=case.pk)
    members = [member.person for member in members_of(row.household, at.date())]
    lifted = lift_bar(user=user, persons=members, reason=reason, by=by, at=at)
    if lifted:
        record("cases.bars.changed", by=by, at=at, context=row.pk, subject=row, important=True)
    return lifted


def refuse_barred(case: Case, user: User, at: datetime) -> None:
    """:raises OperationRefused: `user` must not see somebody in the household."""
    members = [member.person_id for member in members_of(case.household, at.date())]
    if bars_in_force(members, at).filter(user=user).exists():
        raise OperationRefused(
            _("%(name)s cannot work on this case: choose another colleague.") % {"name": user}, field="user"
        )
