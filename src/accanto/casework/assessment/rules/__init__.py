"""Predicates over a user, an answer sheet, a household."""

from accanto.casework.assessment.rules.facts import Facts, is_asked, marks_of, weigh
from accanto.casework.assessment.rules.members import (
    MemberProposal,
    exemptions_at,
    needs_decision,
    propose_member,
)
from accanto.casework.assessment.rules.reading import Right, never_read, right_of
from accanto.casework.assessment.rules.way import Proposal, Reason, propose_way

__all__ = [
    "Facts",
    "MemberProposal",
    "Proposal",
    "Reason",
    "Right",
    "exemptions_at",
    "is_asked",
    "marks_of",
    "needs_decision",
    "never_read",
    "propose_member",
    "propose_way",
    "right_of",
    "weigh",
]
