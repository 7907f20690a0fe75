from accanto.casework.teams.models.team import AgendaGuest, AgendaItem, Attendance, Team, TeamMeeting, TeamMember

__all__ = ["AgendaGuest", "AgendaItem", "Attendance", "Team", "TeamMeeting", "TeamMember"]
