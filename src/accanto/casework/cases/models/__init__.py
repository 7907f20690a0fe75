from accanto.casework.cases.models.agenda import Appointment, AppointmentOperator, Deadline
from accanto.casework.cases.models.case import Case, CaseClosure, CaseWorker
from accanto.casework.cases.models.diary import DiaryEntry

__all__ = [
    "Appointment",
    "AppointmentOperator",
    "Case",
    "CaseClosure",
    "CaseWorker",
    "Deadline",
    "DiaryEntry",
]
