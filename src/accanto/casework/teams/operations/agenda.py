"""The agenda: households put on it, ordered, postponed, taken off; who is called for one of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _

from accanto.casework.pathways.enums import PathwayState
from accanto.casework.pathways.models import Pathway
from accanto.casework.teams.enums import ITEM_TRANSITIONS, ItemState, Membership, Need
from accanto.casework.teams.errors import TeamRefused
from accanto.casework.teams.models import AgendaGuest, AgendaItem, TeamMeeting, TeamMember
from accanto.casework.teams.operations.deadlines import open_team_deadline
from accanto.casework.teams.operations.grants import locked_pathway, settle_access
from accanto.casework.teams.operations.meetings import meeting_day, planned_meeting
from accanto.casework.teams.operations.time import free_unless_expected, give_time_back, take_time
from accanto.casework.teams.rules import has_running_project, is_for_the_team
from accanto.core.templatetags.accanto_ui import date_words
from accanto.foundation.audit.operations import record
from accanto.foundation.notifications.operations import notify
from accanto.territory.bodies.models import Organisation
from accanto.territory.staff.models import User

MAX_QUESTION = 300
SHOWN = (ItemState.WAITING, ItemState.DISCUSSED)


class AlreadyOnAgenda(TeamRefused):
    """The household waits for a meeting already; the message says which one."""


def locked_item(item: AgendaItem) -> AgendaItem:
    """Meeting, case, pathway, item: always in this order."""
    found = AgendaItem.objects.select_related("meeting", "pathway").get(pk=item.pk)
    meeting = planned_meeting(found.meeting)
    pathway = locked_pathway(found.pathway)
    row = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    row.meeting, row.pathway = meeting, pathway
    return row


@transaction.atomic
def put_on_agenda(
    *, meeting: TeamMeeting, pathway: Pathway, by: User, at: datetime, question: str = ""
) -> AgendaItem:
    """From now the basic members of the team see the household, until the work on it ends.

    :raises AlreadyOnAgenda: it waits for this meeting or another one.
    :raises TeamRefused: the meeting is over, the pathway is closed, or the household has no complex need.
    """
    row = planned_meeting(meeting)
    target = locked_pathway(pathway)
    _refuse_unfit(row, target, at)
    standing = AgendaItem.objects.filter(pathway=target, state=ItemState.WAITING).first()
    if standing:
        day = date_words(meeting_day(TeamMeeting.objects.select_related("appointment").get(items=standing)))
        raise AlreadyOnAgenda(
            _("The household %(label)s is already on the agenda of %(day)s.")
            % {"label": target.case.household.label, "day": day}
        )
    item = AgendaItem.objects.create(
        meeting=row,
        pathway=target,
        position=_last(row) + 1,
        question=question.strip()[:MAX_QUESTION],
        put_at=at,
        put_by=by,
    )
    take_time(item, by=by, at=at)
    settle_access(case=target.case, by=by, at=at)
    open_team_deadline(pathway=target, by=by, at=at)
    day = date_words(meeting_day(row))
    record("teams.item.put", by=by, at=at, context=target.case_id, subject=item, important=True, day=day)
    _tell_members(item, day, by=by, at=at)
    return item


def _refuse_unfit(meeting: TeamMeeting, pathway: Pathway, at: datetime) -> None:
    label = pathway.case.household.label
    if pathway.state == PathwayState.CLOSED:
        raise TeamRefused(_("The pathway of the household %(label)s is closed.") % {"label": label})
    if not (is_for_the_team(pathway) or has_running_project(pathway)):
        raise TeamRefused(
            _("The household %(label)s has no complex need: close the preliminary analysis first.")
            % {"label": label}
        )
    if meeting.items.filter(pathway=pathway, state=ItemState.DISCUSSED).exists():
        raise TeamRefused(
            _("This meeting has already decided on the household %(label)s: choose the next one.")
            % {"label": label}
        )


def _last(meeting: TeamMeeting) -> int:
    return int(meeting.items.aggregate(last=Max("position"))["last"] or 0)


def _tell_members(item: AgendaItem, day: str, *, by: User, at: datetime) -> None:
    case, meeting = item.pathway.case, item.meeting
    seats = TeamMember.objects.basic().sitting(meeting_day(meeting)).filter(team=meeting.team)
    people = {seat.user for seat in seats.select_related("user")}
    if case.responsible:
        people.add(case.responsible)
    for user in sorted(people, key=lambda u: u.pk):
        if user.pk != by.pk:
            notify(
                "teams.item.put",
                user=user,
                at=at,
                url=reverse("team_item", args=[item.pk]),
                context=case.pk,
                household=case.household.label,
                day=day,
            )


@dataclass(frozen=True)
class PutMany:
    """What became of each: the items made, and a sentence for each household that was refused."""

    items: list[AgendaItem] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


@transaction.atomic
def put_many_on_agenda(
    *, meeting: TeamMeeting, pathways: Sequence[Pathway], by: User, at: datetime
) -> PutMany:
    """Those that cannot be put are named, the others are put.

    :raises TeamRefused: nothing chosen, or the meeting is over.
    """
    if not pathways:
        raise TeamRefused(_("Tick at least one household."))
    row = planned_meeting(meeting)
    done = PutMany()
    for pathway in pathways:
        try:
            with transaction.atomic():
                done.items.append(put_on_agenda(meeting=row, pathway=pathway, by=by, at=at))
        except TeamRefused as refusal:
            done.refused.append(str(refusal))
    return done


@transaction.atomic
def word_question(*, item: AgendaItem, question: str, by: User, at: datetime) -> AgendaItem:
    row = locked_item(item)
    if row.state != ItemState.WAITING:
        raise TeamRefused(_("The team has already answered: the question stays as it was."))
    row.question = question.strip()[:MAX_QUESTION]
    row.save(update_fields=["question"])
    return row


@transaction.atomic
def move_item(*, item: AgendaItem, step: int, by: User, at: datetime) -> AgendaItem:
    """One place up (−1) or down (+1); at the ends nothing changes."""
    row = locked_item(item)
    locked = AgendaItem.objects.select_for_update(of=("self",)).filter(meeting=row.meeting_id)
    shown = list(locked.filter(state__in=SHOWN))
    if row.pk not in {one.pk for one in shown}:
        raise TeamRefused(_("This household is no longer on the agenda: reload the page."))
    place = next(n for n, one in enumerate(shown) if one.pk == row.pk)
    target = min(max(place + step, 0), len(shown) - 1)
    shown.insert(target, shown.pop(place))
    for position, one in enumerate(shown, start=1):
        if one.position != position:
            AgendaItem.objects.filter(pk=one.pk).update(position=position)
    row.position = target + 1
    return row


@transaction.atomic
def reorder(*, meeting: TeamMeeting, order: Sequence[AgendaItem], by: User, at: datetime) -> None:
    """:raises TeamRefused: the agenda changed meanwhile: it is not the same households."""
    row = planned_meeting(meeting)
    locked = AgendaItem.objects.select_for_update(of=("self",)).filter(meeting=row, state__in=SHOWN)
    present = {item.pk for item in locked}
    if len(order) != len(present) or {item.pk for item in order} != present:
        raise TeamRefused(_("The agenda changed meanwhile: reload the page and order it again."))
    for position, item in enumerate(order, start=1):
        AgendaItem.objects.filter(pk=item.pk).update(position=position)


@transaction.atomic
def postpone_item(*, item: AgendaItem, to: TeamMeeting, reason: str, by: User, at: datetime) -> AgendaItem:
    """The household goes to another meeting with its question and its guests; the team keeps seeing it.

    :raises TeamRefused: no reason, the same meeting, or it has been decided on.
    """
    row = locked_item(item)
    why = _reason(reason, _("Say why the household is postponed."))
    if to.pk == row.meeting_id:
        raise TeamRefused(_("It is on this agenda already: choose another meeting."), field="to")
    target = planned_meeting(to)
    row.state, row.reason = ITEM_TRANSITIONS.move("postpone", row.state), why
    row.save(update_fields=["state", "reason"])
    new = AgendaItem.objects.create(
        meeting=target,
        pathway=row.pathway,
        position=_last(target) + 1,
        question=row.question,
        put_at=at,
        put_by=by,
    )
    AgendaGuest.objects.bulk_create(
        AgendaGuest(item=new, user=g.user, organisation=g.organisation, need=g.need, reason=g.reason)
        for g in row.guests.select_related("user", "organisation")
    )
    give_time_back(row, by=by, at=at)
    take_time(new, by=by, at=at)
    settle_access(case=row.pathway.case, by=by, at=at)
    day = date_words(meeting_day(target))
    record(
        "teams.item.postponed", by=by, at=at, context=row.pathway.case_id, subject=new, day=day, reason=why
    )
    _tell_members(new, day, by=by, at=at)
    return new


@transaction.atomic
def drop_item(*, item: AgendaItem, reason: str, by: User, at: datetime) -> AgendaItem:
    """Taken off the agenda: the team stops seeing the household, which goes back to the waiting list.

    :raises TeamRefused: no reason, or it has been decided on.
    """
    row = locked_item(item)
    why = _reason(reason, _("Say why the household is taken off the agenda."))
    row.state, row.reason = ITEM_TRANSITIONS.move("drop", row.state), why
    row.save(update_fields=["state", "reason"])
    give_time_back(row, by=by, at=at)
    settle_access(case=row.pathway.case, by=by, at=at)
    record("teams.item.dropped", by=by, at=at, context=row.pathway.case_id, subject=row, reason=why)
    return row


def _reason(text: str, message: str) -> str:
    clean = text.strip()[:300]
    if not clean:
        raise TeamRefused(message, field="reason")
    return clean


@transaction.atomic
def call_guest(
    *,
    item: AgendaItem,
    user: User,
    by: User,
    at: datetime,
    need: str = "",
    reason: str = "",
) -> AgendaGuest:
    """An extended member sees this household alone, and is told when the meeting is.

    :raises TeamRefused: the household is not waiting, or the person sits there already.
    """
    row = locked_item(item)
    if row.state != ItemState.WAITING:
        raise TeamRefused(_("The team has already decided on this household: nobody can be called for it."))
    if AgendaGuest.objects.filter(item=row, user=user).exists():
        raise TeamRefused(_("%(name)s is already called for this household.") % {"name": user}, field="user")
    seat = (
        TeamMember.objects.sitting(meeting_day(row.meeting))
        .filter(team=row.meeting.team, user=user)
        .select_related("organisation")
        .first()
    )
    if seat and seat.membership == Membership.BASIC:
        raise TeamRefused(_("%(name)s is a basic member and is there anyway.") % {"name": user}, field="user")
    body = seat.organisation if seat else _body_of(user)
    guest = AgendaGuest.objects.create(
        item=row,
        user=user,
        organisation=body,
        need=need or (seat.need if seat else Need.OTHER),
        reason=reason.strip()[:200],
    )
    # The time is taken even when it overlaps: whoever is called decides what gives way.
    take_time(row, by=by, at=at)
    settle_access(case=row.pathway.case, by=by, at=at)
    _tell_guest(guest, row, by=by, at=at)
    return guest


def _body_of(user: User) -> Organisation:
    operator = getattr(user, "operator", None)
    if operator is None:
        raise TeamRefused(_("%(name)s works for no body: register it first.") % {"name": user}, field="user")
    return Organisation.objects.get(pk=operator.organisation_id)


def _tell_guest(guest: AgendaGuest, item: AgendaItem, *, by: User, at: datetime) -> None:
    case, day = item.pathway.case, date_words(meeting_day(item.meeting))
    record(
        "teams.guest.called",
        by=by,
        at=at,
        context=case.pk,
        subject=item,
        name=str(guest.user),
        body=guest.organisation.name,
    )
    notify(
        "teams.guest.called",
        user=guest.user,
        at=at,
        url=reverse("team_item", args=[item.pk]),
        context=case.pk,
        household=case.household.label,
        day=day,
    )


@transaction.atomic
def release_guest(*, guest: AgendaGuest, by: User, at: datetime) -> None:
    """Not needed after all: no longer sees the household, and has the time back unless called for another one."""
    row = locked_item(guest.item)
    if row.state != ItemState.WAITING:
        raise TeamRefused(_("The team has already decided on this household: who was called stays written."))
    user = guest.user
    AgendaGuest.objects.filter(pk=guest.pk).delete()
    free_unless_expected(row.meeting, user, by=by, at=at)
    settle_access(case=row.pathway.case, by=by, at=at)
    record("teams.guest.released", by=by, at=at, context=row.pathway.case_id, subject=row, name=str(user))
