from accanto.casework.assessment.models.assessment import (
    Answer,
    AnswerRevision,
    Assessment,
    InstrumentVersion,
    MemberOutcome,
    UndoneClosing,
)

__all__ = ["Answer", "AnswerRevision", "Assessment", "InstrumentVersion", "MemberOutcome", "UndoneClosing"]
