"""Teams and who sits in them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accanto.casework.cases.models import Case
from accanto.casework.teams.enums import Membership
from accanto.casework.teams.errors import TeamRefused
from accanto.casework.teams.models import AgendaItem, Team, TeamMember
from accanto.casework.teams.operations.grants import settle_access
from accanto.foundation.audit.operations import record
from accanto.territory.bodies.models import Office, Organisation
from accanto.territory.staff.models import User

SEATS = Path(__file__).resolve().parents[1] / "data" / "teams.yaml"
SINCE = date(2018, 4, 1)  # the zone's first team
MONTH_HOURS = Decimal(200)


@transaction.atomic
def create_team(
    *, code: str, name: str, unit: Office, by: User | None, at: datetime, place: str = ""
) -> Team:
    """:raises TeamRefused: the code is taken or the name is empty."""
    if not name.strip():
        raise TeamRefused(_("Give the team a name."), field="name")
    if Team.objects.filter(code=code).exists():
        raise TeamRefused(_("There is already a team with this code: choose another one."), field="code")
    team = Team.objects.create(code=code, name=name.strip(), unit=unit, place=place)
    record("teams.team.created", by=by, at=at, subject=team, name=team.name)
    return team


@transaction.atomic
def seat_member(
    *,
    team: Team,
    user: User,
    membership: str,
    starts_on: date,
    by: User | None,
    at: datetime,
    organisation: Organisation | None = None,
    need: str = "",
    hours_from: Decimal | None = None,
    hours_to: Decimal | None = None,
) -> TeamMember:
    """Give somebody a seat for their body; sitting already, the seat changes from `starts_on` and the old one ends.

    A basic member sees from now the households that wait for this team.

    :raises TeamRefused: no body, hours that do not make sense, a need missing.
    """
    Team.objects.select_for_update(of=("self",)).get(pk=team.pk)
    body = organisation or _body_of(user)
    hours = _agreed(membership, hours_from, hours_to)
    if membership == Membership.EXTENDED and not need:
        raise TeamRefused(_("Say for which need this person is called."), field="need")
    standing = TeamMember.objects.filter(team=team, user=user, ends_on=None).first()
    if standing:
        standing.ends_on = max(starts_on, standing.starts_on)
        standing.save(update_fields=["ends_on"])
    member = TeamMember.objects.create(
        team=team,
        user=user,
        organisation=body,
        membership=Membership(membership),
        need=need if membership == Membership.EXTENDED else "",
        hours_from=hours[0],
        hours_to=hours[1],
        starts_on=starts_on,
    )
    record("teams.member.seated", by=by, at=at, subject=team, name=str(user), body=body.name)
    _settle_team(team, by=by, at=at)
    return member


def _body_of(user: User) -> Organisation:
    operator = getattr(user, "operator", None)
    if operator is None:
        raise TeamRefused(_("%(name)s works for no body: register it first.") % {"name": user}, field="user")
    return Organisation.objects.get(pk=operator.organisation_id)


def _agreed(
    membership: str, hours_from: Decimal | None, hours_to: Decimal | None
) -> tuple[Decimal | None, Decimal | None]:
    if membership == Membership.EXTENDED:
        return None, None
    low, high = hours_from or hours_to, hours_to or hours_from
    if low is None or high is None:
        raise TeamRefused(_("Write the hours a month that the body agreed to."), field="hours_from")
    if not 0 < low <= high:
        raise TeamRefused(_("The agreed hours go from the smaller to the larger number."), field="hours_to")
    if high > MONTH_HOURS:
        raise TeamRefused(_("No month has so many hours: check the number."), field="hours_to")
    return low, high


@transaction.atomic
def end_seat(*, member: TeamMember, by: User | None, at: datetime) -> TeamMember:
    """From today the member no longer sits in the team and no longer sees its households.

    :raises TeamRefused: the seat has ended already.
    """
    row = TeamMember.objects.select_for_update(of=("self",)).select_related("team", "user").get(pk=member.pk)
    if row.ends_on is not None:
        raise TeamRefused(_("This seat has already ended."))
    row.ends_on = max(timezone.localdate(at), row.starts_on)
    row.save(update_fields=["ends_on"])
    record("teams.member.left", by=by, at=at, subject=row.team, name=str(row.user))
    _settle_team(row.team, by=by, at=at)
    return row


def _settle_team(team: Team, *, by: User | None, at: datetime) -> None:
    items = AgendaItem.objects.in_work().filter(meeting__team=team)
    for case in Case.objects.filter(pathways__agenda_items__in=items).distinct().order_by("pk"):
        settle_access(case=case, by=by, at=at)


@transaction.atomic
def load_teams(*, at: datetime, teams: Sequence[Mapping[str, Any]] | None = None) -> None:
    """The team of the demo zone and of the tests, after zone and cast; loading twice changes nothing."""
    entries = yaml.safe_load(SEATS.read_text(encoding="utf-8")) if teams is None else teams
    for entry in entries:
        team = Team.objects.filter(code=entry["code"]).first() or create_team(
            code=entry["code"],
            name=entry["name"],
            unit=Office.objects.get(code=entry["unit"]),
            place=entry.get("place", ""),
            by=None,
            at=at,
        )
        for seat in entry["members"]:
            user = User.objects.get(username=seat["username"])
            if TeamMember.objects.filter(team=team, user=user).exists():
                continue
            values = {k: v for k, v in seat.items() if k not in {"username", "organisation"}}
            body = Organisation.objects.get(code=seat["organisation"])
            seat_member(team=team, user=user, organisation=body, starts_on=SINCE, by=None, at=at, **values)
