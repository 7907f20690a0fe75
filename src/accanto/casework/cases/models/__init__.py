from accanto.casework.cases.models.agenda import Appointment, AppointmentOperator, Deadline
from accanto.casework.cases.models.case import Case, CaseClosure, CaseWorker
from accanto.casework.cases.models.diary import DiaryEntry, DiaryParticipant, DiaryVersion
from accanto.casework.cases.models.network import NetworkContact
from accanto.casework.cases.models.requests import AccessRequest

__all__ = [
    "AccessRequest",
    "Appointment",
    "AppointmentOperator",
    "Case",
    "CaseClosure",
    "CaseWorker",
    "Deadline",
    "DiaryEntry",
    "DiaryParticipant",
    "DiaryVersion",
    "NetworkContact",
]
