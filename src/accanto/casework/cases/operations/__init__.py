"""The only way to write cases, their workers, diary, deadlines and appointments."""

from accanto.casework.cases.operations.agenda import (
    AppointmentOverlaps,
    book_appointment,
    book_more,
    cancel_appointment,
    close_deadlines,
    give_back,
    move_appointment,
    open_deadline,
    overlapping,
    settle_appointment,
)
from accanto.casework.cases.operations.asking import ask_to_see
from accanto.casework.cases.operations.bars import bar_from_case, lift_bar_from_case
from accanto.casework.cases.operations.case import CaseStillOpen, close_case, open_case, refresh_grants
from accanto.casework.cases.operations.changes import (
    AlreadyAnswered,
    accept_proposal,
    join_case,
    leave_proposal,
    move_case_household,
    record_birth,
    record_death_of,
    split_case,
)
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
from accanto.casework.cases.operations.following import (
    name_responsible,
    release_co_worker,
    take_co_worker,
)
from accanto.casework.cases.operations.handing_over import (
    Summary,
    TransferStanding,
    confirm_outside,
    propose_transfer,
    withdraw_transfer,
)
from accanto.casework.cases.operations.household import join_household, leave_household
from accanto.casework.cases.operations.living_there import refresh_household
from accanto.casework.cases.operations.network import (
    Contact,
    add_contact_to_network,
    change_network_contact,
    end_network_contact,
)
from accanto.casework.cases.operations.resting import resume_case, suspend_case
from accanto.casework.cases.operations.sheltering import minors_beside, protect_member
from accanto.casework.cases.operations.taking_back import (
    TAKEN_BACK,
    correct_day_of_death,
    correct_member_of,
    take_back_change,
)
from accanto.casework.cases.operations.taking_in_charge import AlreadyFollowed, homes_of, take_in_charge
from accanto.casework.cases.operations.taking_over import accept_transfer, refuse_transfer
from accanto.casework.cases.operations.workers import add_co_worker, end_co_worker, set_responsible

__all__ = [
    "TAKEN_BACK",
    "AlreadyAnswered",
    "AlreadyDecided",
    "AlreadyFollowed",
    "AppointmentOverlaps",
    "CaseStillOpen",
    "Contact",
    "Present",
    "Summary",
    "TransferStanding",
    "Writing",
    "accept_proposal",
    "accept_transfer",
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
    "confirm_outside",
    "correct_day_of_death",
    "correct_diary",
    "correct_member_of",
    "end_co_worker",
    "end_network_contact",
    "give_back",
    "homes_of",
    "join_case",
    "join_household",
    "lapse_requests",
    "leave_household",
    "leave_proposal",
    "lift_bar_from_case",
    "may_correct",
    "minors_beside",
    "move_appointment",
    "move_case",
    "move_case_household",
    "name_responsible",
    "open_case",
    "open_deadline",
    "overlapping",
    "present_words",
    "propose_transfer",
    "protect_member",
    "record_birth",
    "record_death_of",
    "refresh_grants",
    "refresh_household",
    "refuse_request",
    "refuse_transfer",
    "release_co_worker",
    "resume_case",
    "set_responsible",
    "settle_appointment",
    "split_case",
    "suspend_case",
    "take_back_change",
    "take_co_worker",
    "take_in_charge",
    "withdraw_transfer",
    "write_diary",
]
