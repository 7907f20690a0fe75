from accanto.casework.assessment.models.assessment import (
    Answer,
    AnswerRevision,
    Assessment,
    InstrumentVersion,
    MemberOutcome,
)

__all__ = ["Answer", "AnswerRevision", "Assessment", "InstrumentVersion", "MemberOutcome"]
