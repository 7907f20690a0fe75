"""Deciding who takes a household in charge."""

from accanto.access.assignment.operations.assign import (
    AlreadyAssigned,
    Assigned,
    AssignmentRefused,
    Choice,
    Decided,
    assign,
    assign_many,
)

__all__ = ["AlreadyAssigned", "Assigned", "AssignmentRefused", "Choice", "Decided", "assign", "assign_many"]
