from accanto.casework.mandates.models.administrator import AdministratorReport, SupportAdministrator
from accanto.casework.mandates.models.measure import (
    Concerned,
    EntrustmentTerms,
    Measure,
    Prescription,
    PrescriptionCheck,
    ServiceResponsible,
)
from accanto.casework.mandates.models.report import (
    CourtReport,
    Hearing,
    HearingOperator,
    ReportTerm,
    Statement,
)

__all__ = [
    "AdministratorReport",
    "Concerned",
    "CourtReport",
    "EntrustmentTerms",
    "Hearing",
    "HearingOperator",
    "Measure",
    "Prescription",
    "PrescriptionCheck",
    "ReportTerm",
    "ServiceResponsible",
    "Statement",
    "SupportAdministrator",
]
