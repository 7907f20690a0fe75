from accanto.casework.teams.models.agenda import AgendaGuest, AgendaItem, Attendance, TeamReader
from accanto.casework.teams.models.team import Team, TeamMeeting, TeamMember

__all__ = ["AgendaGuest", "AgendaItem", "Attendance", "Team", "TeamMeeting", "TeamMember", "TeamReader"]
