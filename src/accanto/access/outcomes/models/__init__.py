from accanto.access.outcomes.models.application import (
    Accompaniment,
    Applicant,
    Application,
    ApplicationEvent,
    Candidate,
)
from accanto.access.outcomes.models.imports import ListTotal, OutcomeImport, OutcomeSource, RejectedRow

__all__ = [
    "Accompaniment",
    "Applicant",
    "Application",
    "ApplicationEvent",
    "Candidate",
    "ListTotal",
    "OutcomeImport",
    "OutcomeSource",
    "RejectedRow",
]
