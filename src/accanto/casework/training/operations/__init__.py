"""The only way to write traineeships, the cases chosen, and invented names."""

from accanto.casework.training.operations.cases import align_case, choose_case, take_case_away
from accanto.casework.training.operations.traineeships import (
    begin_traineeship,
    end_traineeship,
    interrupt_traineeship,
    keep_time,
    plan_traineeship,
)

__all__ = [
    "align_case",
    "begin_traineeship",
    "choose_case",
    "end_traineeship",
    "interrupt_traineeship",
    "keep_time",
    "plan_traineeship",
    "take_case_away",
]
