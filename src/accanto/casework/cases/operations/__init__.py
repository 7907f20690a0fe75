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
from accanto.casework.cases.operations.diary import (
    Present,
    Writing,
    correct_diary,
    may_correct,
    present_words,
    write_diary,
)
from accanto.casework.cases.operations.documents import attach_document, attach_version
from accanto.casework.cases.operations.emergency import break_glass
from accanto.casework.cases.operations.household import join_household, leave_household
from accanto.casework.cases.operations.network import (
    Contact,
    add_contact_to_network,
    change_network_contact,
    end_network_contact,
)
from accanto.casework.cases.operations.workers import add_co_worker, end_co_worker, set_responsible

__all__ = [
    "AlreadyDecided",
    "AppointmentOverlaps",
    "CaseStillOpen",
    "Contact",
    "Present",
    "Writing",
    "add_co_worker",
    "add_contact_to_network",
    "allow_request",
    "ask_to_see",
    "attach_document",
    "attach_version",
    "bar_from_case",
    "book_appointment",
    "book_more",
    "break_glass",
    "cancel_appointment",
    "change_network_contact",
    "close_case",
    "close_deadlines",
    "correct_diary",
    "end_co_worker",
    "end_network_contact",
    "give_back",
    "join_household",
    "lapse_requests",
    "leave_household",
    "lift_bar_from_case",
    "may_correct",
    "move_case",
    "open_case",
    "open_deadline",
    "overlapping",
    "present_words",
    "refresh_grants",
    "refuse_request",
    "set_responsible",
    "settle_appointment",
    "write_diary",
]
