from accanto.casework.agenda.operations.feed import make_feed, note_reading, revoke_feed
from accanto.casework.agenda.operations.inviting import invite, lapse_invitations
from accanto.casework.agenda.operations.meetings import book_meeting, settle_meeting
from accanto.casework.agenda.operations.moving import move_meeting, move_place, tell_of_moves
from accanto.casework.agenda.operations.places import (
    NoPlaceLeft,
    confirm_place,
    follow_appointment,
    follow_meeting,
    note_call,
    seat_appointment,
    settle_place,
    take_place,
)
from accanto.casework.agenda.operations.reminding import send_reminders
from accanto.casework.agenda.operations.reopening import reopen_slots
from accanto.casework.agenda.operations.rooms import RoomTaken, open_room, retire_room, take_room
from accanto.casework.agenda.operations.series import end_series, extend_all, open_series, skip_day
from accanto.casework.agenda.operations.slots import cancel_slot, cancel_slots

__all__ = [
    "NoPlaceLeft",
    "RoomTaken",
    "book_meeting",
    "cancel_slot",
    "cancel_slots",
    "confirm_place",
    "end_series",
    "extend_all",
    "follow_appointment",
    "follow_meeting",
    "invite",
    "lapse_invitations",
    "make_feed",
    "move_meeting",
    "move_place",
    "note_call",
    "note_reading",
    "open_room",
    "open_series",
    "reopen_slots",
    "retire_room",
    "revoke_feed",
    "seat_appointment",
    "send_reminders",
    "settle_meeting",
    "settle_place",
    "skip_day",
    "take_place",
    "take_room",
    "tell_of_moves",
]
