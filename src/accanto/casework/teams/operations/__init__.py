"""The only way to write teams, meetings, agenda, attendance and decisions, and to open and end the team's access."""

from accanto.casework.teams.errors import MeetingNotReady, TeamRefused
from accanto.casework.teams.operations.agenda import (
    AlreadyOnAgenda,
    PutMany,
    call_guest,
    drop_item,
    move_item,
    postpone_item,
    put_many_on_agenda,
    put_on_agenda,
    release_guest,
    reorder,
    word_question,
)
from accanto.casework.teams.operations.attendance import Presence, record_attendance, take_attendance
from accanto.casework.teams.operations.deadlines import (
    HOUSEHOLD_TO_TEAM,
    open_missing_deadlines,
    open_team_deadline,
)
from accanto.casework.teams.operations.decisions import decide_item
from accanto.casework.teams.operations.founding import Seat, SeatRefused, found_team
from accanto.casework.teams.operations.grants import end_stale_access, end_team_access, settle_access
from accanto.casework.teams.operations.holding import hold_meeting, missing_from
from accanto.casework.teams.operations.meetings import (
    cancel_meeting,
    move_meeting,
    plan_meeting,
    plan_monthly,
)
from accanto.casework.teams.operations.reminders import remind_of_meetings
from accanto.casework.teams.operations.teams import create_team, end_seat, load_teams, seat_member
from accanto.casework.teams.operations.time import elsewhere, hand_time_over, overlaps_of

__all__ = [
    "HOUSEHOLD_TO_TEAM",
    "AlreadyOnAgenda",
    "MeetingNotReady",
    "Presence",
    "PutMany",
    "Seat",
    "SeatRefused",
    "TeamRefused",
    "call_guest",
    "cancel_meeting",
    "create_team",
    "decide_item",
    "drop_item",
    "elsewhere",
    "end_seat",
    "end_stale_access",
    "end_team_access",
    "found_team",
    "hand_time_over",
    "hold_meeting",
    "load_teams",
    "missing_from",
    "move_item",
    "move_meeting",
    "open_missing_deadlines",
    "open_team_deadline",
    "overlaps_of",
    "plan_meeting",
    "plan_monthly",
    "postpone_item",
    "put_many_on_agenda",
    "put_on_agenda",
    "record_attendance",
    "release_guest",
    "remind_of_meetings",
    "reorder",
    "seat_member",
    "settle_access",
    "take_attendance",
    "word_question",
]
