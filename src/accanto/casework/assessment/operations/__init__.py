"""The only way to write assessments."""

from accanto.casework.assessment.operations.answers import (
    AnswerConflict,
    Change,
    SavedAnswers,
    save_answer,
    save_answers,
)
from accanto.casework.assessment.operations.closing import (
    close_assessment,
    interrupt_assessment,
    reopen_assessment,
)
from accanto.casework.assessment.operations.members import accept_member_proposals, decide_member
from accanto.casework.assessment.operations.opening import open_assessment
from accanto.casework.assessment.operations.publishing import PublishedIsImmutable, publish_instruments

__all__ = [
    "AnswerConflict",
    "Change",
    "PublishedIsImmutable",
    "SavedAnswers",
    "accept_member_proposals",
    "close_assessment",
    "decide_member",
    "interrupt_assessment",
    "open_assessment",
    "publish_instruments",
    "reopen_assessment",
    "save_answer",
    "save_answers",
]
