"""Which households are the team's, and what a user may do with a meeting or an item."""

from accanto.casework.pathways.enums import PathwayState, Stage, Way
from accanto.casework.pathways.models import Pathway
from accanto.casework.teams.enums import ItemState, MeetingState
from accanto.casework.teams.models import AgendaItem, Team, TeamMeeting
from accanto.people.persons.enums import Depth
from accanto.people.persons.visibility import grants_of
from accanto.territory.bodies.models import Office
from accanto.territory.staff.models import User

# Zone plan 2018–2020 § 4.2: «bisogni complessi, servizi specialistici: a carico delle équipe multidisciplinari».
TEAM_WAYS = (Way.COMPLEX, Way.SPECIALIST)
PROJECT_STAGES = (Stage.PROJECT, Stage.STARTED, Stage.REVIEW)


def is_for_the_team(pathway: Pathway) -> bool:
    return pathway.state != PathwayState.CLOSED and pathway.way in TEAM_WAYS


def has_running_project(pathway: Pathway) -> bool:
    """A project to review, whatever the way was."""
    return pathway.state != PathwayState.CLOSED and pathway.stage in PROJECT_STAGES


def may_manage(user: User, team: Team) -> bool:
    """Plan meetings, keep the agenda, the attendance and the decisions: those who coordinate the team's unit."""
    return user.may("teams.manage") and team.unit_id in user.access.coordinates


def units_for_a_team(user: User) -> list[Office]:
    """The units that a user may begin a team for: those they coordinate."""
    if not user.may("teams.manage"):
        return []
    return list(Office.objects.filter(pk__in=user.access.coordinates))


def may_begin(user: User) -> bool:
    return user.may("teams.manage") and bool(user.access.coordinates)


def may_change_agenda(user: User, meeting: TeamMeeting) -> bool:
    return meeting.state == MeetingState.PLANNED and may_manage(user, meeting.team)


def may_word_question(user: User, item: AgendaItem) -> bool:
    """The coordinator, or whoever works on the case: they know what to ask the team."""
    if item.state != ItemState.WAITING or item.meeting.state != MeetingState.PLANNED:
        return False
    if may_manage(user, item.meeting.team):
        return True
    works = grants_of(user, depth=Depth.WORK).filter(context=item.pathway.case_id)
    return user.may("cases.work") and works.exists()
