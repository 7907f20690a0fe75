from accanto.access.reports.models.clock import ReportClock
from accanto.access.reports.models.correction import ReportCorrection
from accanto.access.reports.models.emergency import DutyShift, EmergencyCall, Handover
from accanto.access.reports.models.evaluation import Evaluation, ReportAnswer, ReportOutcome
from accanto.access.reports.models.order import CourtRequest, Eviction, EvictionMeasure
from accanto.access.reports.models.report import NamedPerson, Report

__all__ = [
    "CourtRequest",
    "DutyShift",
    "EmergencyCall",
    "Evaluation",
    "Eviction",
    "EvictionMeasure",
    "Handover",
    "NamedPerson",
    "Report",
    "ReportAnswer",
    "ReportClock",
    "ReportCorrection",
    "ReportOutcome",
]
