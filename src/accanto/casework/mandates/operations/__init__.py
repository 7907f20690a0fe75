"""The only way to write measures, their reports and hearings, and who acts for an adult."""

from accanto.casework.mandates.operations.administrators import (
    AdministratorFacts,
    end_administrator,
    record_account,
    register_administrator,
)
from accanto.casework.mandates.operations.hearing_time import overlaps_of
from accanto.casework.mandates.operations.hearings import add_hearing, settle_hearing
from accanto.casework.mandates.operations.later import (
    LaterOrder,
    add_prescription,
    change_term,
    lift_prescription,
)
from accanto.casework.mandates.operations.registering import (
    ConcernedFacts,
    EntrustmentFacts,
    MeasureFacts,
    Order,
    PrescriptionFacts,
    register_measure,
)
from accanto.casework.mandates.operations.reports import (
    ReportText,
    StatementText,
    correct_report,
    save_report,
    send_report,
    sign_report,
    start_report,
)
from accanto.casework.mandates.operations.running import (
    check_prescription,
    end_measure,
    name_responsible,
    signal_prosecutor,
)
from accanto.casework.mandates.operations.terms import TermFacts, add_term

__all__ = [
    "AdministratorFacts",
    "ConcernedFacts",
    "EntrustmentFacts",
    "LaterOrder",
    "MeasureFacts",
    "Order",
    "PrescriptionFacts",
    "ReportText",
    "StatementText",
    "TermFacts",
    "add_hearing",
    "add_prescription",
    "add_term",
    "change_term",
    "check_prescription",
    "correct_report",
    "end_administrator",
    "end_measure",
    "lift_prescription",
    "name_responsible",
    "overlaps_of",
    "record_account",
    "register_administrator",
    "register_measure",
    "save_report",
    "send_report",
    "settle_hearing",
    "sign_report",
    "signal_prosecutor",
    "start_report",
]
