from accanto.casework.cases.models.agenda import Appointment, AppointmentOperator, Deadline
from accanto.casework.cases.models.case import Case, CaseClosure, CaseWorker
from accanto.casework.cases.models.change import HouseholdChange, ProposalAnswer
from accanto.casework.cases.models.diary import DiaryEntry, DiaryParticipant, DiaryVersion
from accanto.casework.cases.models.life import CaseOpening, CaseSuspension, HandedSummary
from accanto.casework.cases.models.network import NetworkContact
from accanto.casework.cases.models.requests import AccessRequest
from accanto.casework.cases.models.transfer import CaseTransfer, HandoverItem

__all__ = [
    "AccessRequest",
    "Appointment",
    "AppointmentOperator",
    "Case",
    "CaseClosure",
    "CaseOpening",
    "CaseSuspension",
    "CaseTransfer",
    "CaseWorker",
    "Deadline",
    "DiaryEntry",
    "DiaryParticipant",
    "DiaryVersion",
    "HandedSummary",
    "HandoverItem",
    "HouseholdChange",
    "NetworkContact",
    "ProposalAnswer",
]
