from accanto.casework.agenda.models.feed import CalendarFeed
from accanto.casework.agenda.models.place import Place, SlotMeeting
from accanto.casework.agenda.models.reminder import Reminder
from accanto.casework.agenda.models.room import Room, RoomUse
from accanto.casework.agenda.models.slot import Slot, SlotSeries

__all__ = [
    "CalendarFeed",
    "Place",
    "Reminder",
    "Room",
    "RoomUse",
    "Slot",
    "SlotMeeting",
    "SlotSeries",
]
