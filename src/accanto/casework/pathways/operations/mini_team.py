"""The employment-centre consultant sees a case while the two professionals work on it together, and no longer."""

from datetime import date, datetime

from accanto.casework.cases.models import Case
from accanto.casework.cases.operations import add_co_worker, end_co_worker
from accanto.casework.pathways.enums import ConvocationState, PathwayState, Way
from accanto.casework.pathways.models import Convocation
from accanto.people.persons.enums import Depth, GrantReason
from accanto.people.persons.models import AccessGrant
from accanto.territory.staff.models import User

# Once the way is the social service's alone, or a specialist's, the employment centre has no more work in it.
_SHARED_WAYS = ("", Way.WORK_ONLY, Way.COMPLEX)


def join_mini_team(*, case: Case, consultant: User, by: User, at: datetime, on: date, reason: str) -> None:
    add_co_worker(
        case=case,
        user=consultant,
        by=by,
        at=at,
        on=on,
        reason=reason,
        depth=Depth.TEAM,
        grant_reason=GrantReason.MINI_TEAM,
    )


def release_mini_team(*, case: Case, by: User | None, at: datetime) -> None:
    """End what consultants may see when no convocation of a running pathway needs them any more."""
    grants = AccessGrant.objects.filter(context=case.pk, reason=GrantReason.MINI_TEAM, ends_at=None)
    seeing = set(grants.exclude(user=None).values_list("user_id", flat=True))
    if not seeing:
        return
    needed = Convocation.objects.filter(pathway__case=case, pathway__way__in=_SHARED_WAYS)
    needed = needed.exclude(pathway__state=PathwayState.CLOSED).exclude(state=ConvocationState.CANCELLED)
    still = set(needed.values_list("appointment__operators__user_id", flat=True))
    for user in User.objects.filter(pk__in=seeing - still):
        end_co_worker(case=case, user=user, by=by, at=at, on=at.date())
