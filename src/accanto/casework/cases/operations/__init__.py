"""The only way to write cases, their workers, diary, deadlines and appointments."""

from accanto.casework.cases.operations.agenda import (
    AppointmentOverlaps,
    book_appointment,
    book_more,
    cancel_appointment,
    close_deadlines,
    give_back,
    open_deadline,
    overlapping,
    settle_appointment,
)
from accanto.casework.cases.operations.asking import ask_to_see
from accanto.casework.cases.operations.bars import bar_from_case, lift_bar_from_case
from accanto.casework.cases.operations.case import CaseStillOpen, close_case, open_case, refresh_grants
from accanto.casework.cases.operations.compartments import move_case
from accanto.casework.cases.operations.deciding import (
    AlreadyDecided,
    allow_request,
    lapse_requests,
    refuse_request,
)
from accanto.casework.cases.operations.diary import write_diary
from accanto.casework.cases.operations.documents import attach_document, attach_version
from accanto.casework.cases.operations.emergency import break_glass
from accanto.casework.cases.operations.household import join_household, leave_household
from accanto.casework.cases.operations.workers import add_co_worker, end_co_worker, set_responsible

__all__ = [
    "AlreadyDecided",
    "AppointmentOverlaps",
    "CaseStillOpen",
    "add_co_worker",
    "allow_request",
    "ask_to_see",
    "attach_document",
    "attach_version",
    "bar_from_case",
    "book_appointment",
    "book_more",
    "break_glass",
    "cancel_appointment",
    "close_case",
    "close_deadlines",
    "end_co_worker",
    "give_back",
    "join_household",
    "lapse_requests",
    "leave_household",
    "lift_bar_from_case",
    "move_case",
    "open_case",
    "open_deadline",
    "overlapping",
    "refresh_grants",
    "refuse_request",
    "set_responsible",
    "settle_appointment",
    "write_diary",
]
