"""The only way to write what happens at a desk."""

from accanto.access.desk.operations.charge import accept_charge, open_case_from, propose_charge, refuse_charge
from accanto.access.desk.operations.contacts import (
    AlreadyRegistered,
    Asked,
    Came,
    add_outcome,
    drop_outcome,
    join_case,
    link_person,
    register_contact,
    settle_outcome,
    take_up_outcome,
    write_listening,
)
from accanto.access.desk.operations.mediators import (
    ask_mediator,
    mediator_arrives,
    mediator_fails,
    mediator_finishes,
)
from accanto.access.desk.operations.meeting import meet_person
from accanto.access.desk.operations.points import assign_operator, end_post, open_point
from accanto.access.desk.operations.queue import (
    call_next,
    call_this,
    finish,
    leave,
    put_back,
    repeat_call,
    serve,
    take_ticket,
)
from accanto.access.desk.operations.slips import note_printed, send_slip
from accanto.access.desk.operations.steps import give_place, note_application, write_report

__all__ = [
    "AlreadyRegistered",
    "Asked",
    "Came",
    "accept_charge",
    "add_outcome",
    "ask_mediator",
    "assign_operator",
    "call_next",
    "call_this",
    "drop_outcome",
    "end_post",
    "finish",
    "give_place",
    "join_case",
    "leave",
    "link_person",
    "mediator_arrives",
    "mediator_fails",
    "mediator_finishes",
    "meet_person",
    "note_application",
    "note_printed",
    "open_case_from",
    "open_point",
    "propose_charge",
    "put_back",
    "refuse_charge",
    "register_contact",
    "repeat_call",
    "send_slip",
    "serve",
    "settle_outcome",
    "take_ticket",
    "take_up_outcome",
    "write_listening",
    "write_report",
]
