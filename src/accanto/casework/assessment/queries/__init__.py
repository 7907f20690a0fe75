"""Reading assessments. What a user may not read is left out here, before any page sees it."""

from accanto.casework.assessment.queries.areas import AreaScore, AreaScores, area_scores
from accanto.casework.assessment.queries.listing import (
    activable_members,
    assessments_of,
    complex_need,
    way_of,
    what_is_open,
)
from accanto.casework.assessment.queries.members import MemberRow, member_rows
from accanto.casework.assessment.queries.printing import (
    PrintedAnswer,
    PrintedSection,
    answers_for_print,
    printed_sections,
)
from accanto.casework.assessment.queries.sheet import (
    FieldView,
    Outline,
    Reader,
    Sheet,
    field_name,
    full_reader,
    missing_answers,
    proposal_of,
    reader_of,
    sheet_of,
)
from accanto.casework.assessment.queries.traces import Change, changes_since, history_of

__all__ = [
    "AreaScore",
    "AreaScores",
    "Change",
    "FieldView",
    "MemberRow",
    "Outline",
    "PrintedAnswer",
    "PrintedSection",
    "Reader",
    "Sheet",
    "activable_members",
    "answers_for_print",
    "area_scores",
    "assessments_of",
    "changes_since",
    "complex_need",
    "field_name",
    "full_reader",
    "history_of",
    "member_rows",
    "missing_answers",
    "printed_sections",
    "proposal_of",
    "reader_of",
    "sheet_of",
    "way_of",
    "what_is_open",
]
