from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accanto.core.dated_rules import rule_at


@dataclass(frozen=True)
class Weights:
    case: float
    suspended: float
    complex: float
    first_contact: float
    competence: float
    source: str
    from_memory: bool


def weights_on(on: date) -> Weights:
    rule = rule_at("assignment.load_weights", on, "load")
    names = ("case", "suspended", "complex", "first_contact", "competence")
    return Weights(
        **{name: float(rule[name]) for name in names}, source=rule.source, from_memory=rule.from_memory
    )


def share(weight: float, hours: Decimal) -> float:
    """Weighted cases for each hour of the week; who has no hours is never the least loaded."""
    return weight / float(hours) if hours > 0 else float("inf")
