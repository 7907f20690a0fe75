"""Who may see a household because of the team: worked out anew from what is open, whenever that changes."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accanto.casework.cases.enums import CaseState
from accanto.casework.cases.models import Case
from accanto.casework.pathways.enums import PathwayState
from accanto.casework.pathways.models import Pathway
from accanto.casework.teams.enums import ItemState
from accanto.casework.teams.models import AgendaGuest, AgendaItem, TeamMember, TeamReader
from accanto.foundation.audit.operations import record
from accanto.people.households.queries import members_of
from accanto.people.persons.enums import Depth, GrantReason
from accanto.people.persons.models import AccessGrant
from accanto.people.persons.operations import end_grants, grant_many
from accanto.territory.staff.models import User


def locked_pathway(pathway: Pathway) -> Pathway:
    """Case first, then pathway: every operation of the room locks in this order."""
    Case.objects.select_for_update(of=("self",)).get(pk=pathway.case_id)
    return (
        Pathway.objects.select_for_update(of=("self",))
        .select_related("case__household", "case__unit", "case__responsible", "municipality")
        .get(pk=pathway.pk)
    )


@transaction.atomic
def settle_access(*, case: Case, by: User | None, at: datetime) -> None:
    """Give TEAM depth to those whom the open items entitle, end it for everybody else. Idempotent.

    Those who coordinate the unit see the case anyway, and are left out: their reason is another one.
    """
    row = Case.objects.select_for_update(of=("self",)).select_related("household").get(pk=case.pk)
    entitled = _entitled(row, at)
    persons = [m.person for m in members_of(row.household, timezone.localdate(at))]
    for user in User.objects.filter(pk__in=entitled):
        grant_many(
            persons=persons,
            user=user,
            depth=Depth.TEAM,
            reason=GrantReason.TEAM,
            context=row.pk,
            by=by,
            at=at,
        )
    running = AccessGrant.objects.filter(context=row.pk, reason=GrantReason.TEAM, ends_at=None)
    leaving = running.exclude(user_id__in=entitled).values_list("user_id", flat=True).distinct()
    for user in User.objects.filter(pk__in=leaving):
        end_grants(context=row.pk, user=user, reason=GrantReason.TEAM, at=at)


def _entitled(case: Case, at: datetime) -> set[int]:
    if case.state == CaseState.CLOSED:
        return set()
    items = AgendaItem.objects.of_case(case).in_work()
    guests = set(AgendaGuest.objects.filter(item__in=items).values_list("user_id", flat=True))
    seats = TeamMember.objects.basic().sitting(timezone.localdate(at))
    members = {
        member.user_id
        for member in seats.filter(team__meetings__items__in=items).select_related("user").distinct()
        if case.unit_id not in member.user.access.coordinates
    }
    readers = TeamReader.objects.filter(pathway__case=case, ends_at=None).exclude(
        pathway__state=PathwayState.CLOSED
    )
    return guests | members | set(readers.values_list("user_id", flat=True))


@transaction.atomic
def end_team_access(*, pathway: Pathway, by: User | None, at: datetime, parties: Sequence[User] = ()) -> None:
    """The team's work on a pathway is over: its project is signed (`parties` keep reading) or closed (nobody does).

    An item that still waits for a meeting keeps the team's right to see the household.
    """
    row = locked_pathway(pathway)
    ended = AgendaItem.objects.filter(pathway=row, state=ItemState.DISCUSSED, work_ended_at=None)
    count = ended.update(work_ended_at=at)
    keep = {user.pk for user in parties}
    TeamReader.objects.filter(pathway=row, ends_at=None).exclude(user_id__in=keep).update(ends_at=at)
    standing = set(TeamReader.objects.filter(pathway=row, ends_at=None).values_list("user_id", flat=True))
    # Only members of a team and guests need it: whoever works on the case sees it for that.
    sat = _who_sat(row) & keep
    TeamReader.objects.bulk_create(
        TeamReader(pathway=row, user_id=user_id, starts_at=at) for user_id in sorted(sat - standing)
    )
    settle_access(case=row.case, by=by, at=at)
    if count:
        record("teams.work.ended", by=by, at=at, context=row.case_id, subject=row)


def _who_sat(pathway: Pathway) -> set[int]:
    items = AgendaItem.objects.filter(pathway=pathway).exclude(state=ItemState.DROPPED)
    members = TeamMember.objects.basic().filter(team__meetings__items__in=items)
    guests = AgendaGuest.objects.filter(item__in=items)
    return set(members.values_list("user_id", flat=True)) | set(guests.values_list("user_id", flat=True))


@transaction.atomic
def end_stale_access(*, at: datetime) -> int:
    """End what outlived its reason because something else closed (a pathway, a seat in a team); returns how many cases.

    Run every night.
    """
    running = AccessGrant.objects.filter(reason=GrantReason.TEAM, ends_at=None)
    justified = AgendaItem.objects.in_work().values("pathway__case")
    reading = TeamReader.objects.filter(Q(ends_at=None) & ~Q(pathway__state=PathwayState.CLOSED))
    stale = Case.objects.filter(pk__in=running.values("context")).exclude(
        pk__in=justified, state__in=[CaseState.OPEN, CaseState.SUSPENDED]
    )
    cases = list(stale.exclude(pathways__team_readers__in=reading))
    for case in cases:
        settle_access(case=case, by=None, at=at)
    return len(cases)
