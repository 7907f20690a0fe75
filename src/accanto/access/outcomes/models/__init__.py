from accanto.access.outcomes.models.application import (
    Accompaniment,
    Application,
    ApplicationEvent,
    Applicant,
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
