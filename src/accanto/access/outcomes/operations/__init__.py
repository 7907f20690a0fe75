"""The only way to write applications and outcome lists."""

from accanto.access.outcomes.operations.accompany import note_accompaniment
from accanto.access.outcomes.operations.decide import (
    SomebodyAlike,
    confirm_same,
    correct_code,
    look_again,
    register_new_person,
)
from accanto.access.outcomes.operations.run import queue_import, record_failure, run_import
from accanto.access.outcomes.operations.start import correct_mapping, start_import

__all__ = [
    "SomebodyAlike",
    "confirm_same",
    "correct_code",
    "correct_mapping",
    "look_again",
    "note_accompaniment",
    "queue_import",
    "record_failure",
    "register_new_person",
    "run_import",
    "start_import",
]
