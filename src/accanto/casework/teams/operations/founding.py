"""A team begins: its name, the unit that coordinates it, and the basic members that the bodies send."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accanto.casework.teams.enums import Membership
from accanto.casework.teams.errors import TeamRefused
from accanto.casework.teams.models import Team
from accanto.casework.teams.operations.teams import create_team, seat_member
from accanto.territory.bodies.models import Office
from accanto.territory.staff.models import User

MAX_CODE = 50


@dataclass(frozen=True)
class Seat:
    """A basic member and the hours a month that the body agreed to."""

    user: User
    hours_from: Decimal | None = None
    hours_to: Decimal | None = None


class SeatRefused(TeamRefused):
    """One of the seats cannot be given; `number` counts them from 0."""

    def __init__(self, refusal: str, *, number: int, field: str | None = None) -> None:
        super().__init__(refusal, field=field)
        self.number = number


@transaction.atomic
def found_team(
    *, name: str, unit: Office, members: Sequence[Seat], by: User, at: datetime, place: str = ""
) -> Team:
    """The team with its basic members, from today; all of it or nothing.

    :raises TeamRefused: no name, a name that the zone has already, nobody to sit in it.
    :raises SeatRefused: a member twice, hours that do not make sense.
    """
    # Whoever begins a team waits for whoever is beginning another one: two never take the same name.
    list(Office.objects.select_for_update(of=("self",)).filter(parent=None).order_by("pk"))
    if Team.objects.filter(name__iexact=name.strip()).exists():
        raise TeamRefused(_("There is already a team with this name: choose another one."), field="name")
    if not members:
        raise TeamRefused(_("Choose at least one basic member."), field="user_0")
    team = create_team(code=_free_code(name), name=name, unit=unit, place=place.strip(), by=by, at=at)
    taken: set[int] = set()
    for number, seat in enumerate(members):
        if seat.user.pk in taken:
            raise SeatRefused(
                _("%(name)s is there twice.") % {"name": seat.user}, number=number, field="user"
            )
        taken.add(seat.user.pk)
        _seat(team, seat, number, by=by, at=at)
    return team


def _seat(team: Team, seat: Seat, number: int, *, by: User, at: datetime) -> None:
    try:
        seat_member(
            team=team,
            user=seat.user,
            membership=Membership.BASIC,
            hours_from=seat.hours_from,
            hours_to=seat.hours_to,
            starts_on=timezone.localdate(at),
            by=by,
            at=at,
        )
    except TeamRefused as refusal:
        raise SeatRefused(str(refusal), number=number, field=refusal.field) from refusal


def _free_code(name: str) -> str:
    wanted = slugify(name)[: MAX_CODE - 4] or "team"
    used = set(Team.objects.filter(code__startswith=wanted).values_list("code", flat=True))
    codes = [wanted, *(f"{wanted}-{number}" for number in range(2, len(used) + 3))]
    return next(code for code in codes if code not in used)
