"""Reading teams: who waits, what a meeting holds, what the bodies give."""

from accanto.casework.teams.queries.figures import (
    AnalysisToTeam,
    BodyHours,
    PartnerBody,
    analysis_to_team,
    body_hours,
    partner_bodies,
)
from accanto.casework.teams.queries.meeting import agenda_of, expected_people
from accanto.casework.teams.queries.waiting import Waiting, median_wait, waiting_households, waiting_pathways

__all__ = [
    "AnalysisToTeam",
    "BodyHours",
    "PartnerBody",
    "Waiting",
    "agenda_of",
    "analysis_to_team",
    "body_hours",
    "expected_people",
    "median_wait",
    "partner_bodies",
    "waiting_households",
    "waiting_pathways",
]
