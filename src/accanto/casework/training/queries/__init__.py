"""Reading traineeships."""

from accanto.casework.training.queries.pages import (
    Opening,
    choosable,
    has_something_to_choose,
    openings_of,
    running_of,
    told_cases,
    true_cases,
)

__all__ = [
    "Opening",
    "choosable",
    "has_something_to_choose",
    "openings_of",
    "running_of",
    "told_cases",
    "true_cases",
]
