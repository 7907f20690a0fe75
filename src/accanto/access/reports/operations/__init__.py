"""The only way to write reports."""

from accanto.access.reports.operations.answering import record_sending, write_answer
from accanto.access.reports.operations.correcting import correct, keep_private, moments_of
from accanto.access.reports.operations.deciding import Decision, conclude
from accanto.access.reports.operations.emergency import (
    Placement,
    ShiftNotHandedOver,
    accept_call,
    answer_call,
    close_shift,
    open_shift,
    remind,
    take_call,
)
from accanto.access.reports.operations.evaluating import (
    EvaluationChanged,
    save_evaluation,
    sign_evaluation,
    take,
)
from accanto.access.reports.operations.evictions import end_eviction, is_over, note_measure
from accanto.access.reports.operations.people import name_person, recognise, register_named
from accanto.access.reports.operations.receiving import (
    EvictionFacts,
    Named,
    Order,
    Sender,
    entrust,
    receive_report,
)
from accanto.access.reports.operations.terms import drop_term, end_term

__all__ = [
    "Decision",
    "EvaluationChanged",
    "EvictionFacts",
    "Named",
    "Order",
    "Placement",
    "Sender",
    "ShiftNotHandedOver",
    "accept_call",
    "answer_call",
    "close_shift",
    "conclude",
    "correct",
    "drop_term",
    "end_eviction",
    "end_term",
    "entrust",
    "is_over",
    "keep_private",
    "moments_of",
    "name_person",
    "note_measure",
    "open_shift",
    "receive_report",
    "recognise",
    "record_sending",
    "register_named",
    "remind",
    "save_evaluation",
    "sign_evaluation",
    "take",
    "take_call",
    "write_answer",
]
