"""What a pathway must respect and who may do what: the terms explained, and the checks of people's work."""

from accanto.casework.pathways.rules.clock import Clock, Term, clock, clock_of_facts, clock_start
from accanto.casework.pathways.rules.days import day_warnings
from accanto.casework.pathways.rules.pact import may_record_pact, pact_problems

__all__ = [
    "Clock",
    "Term",
    "clock",
    "clock_of_facts",
    "clock_start",
    "day_warnings",
    "may_record_pact",
    "pact_problems",
]
