from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accanto.casework.cases import workload
from accanto.core.dated_rules import rule_at


@dataclass(frozen=True)
class Weights:
    """`case`: what a household weighs by the zone's one rule (`cases/data/workload.yaml`); the rest is of proposals."""

    case: float
    first_contact: float
    competence: float
    source: str
    from_memory: bool


def weights_on(on: date) -> Weights:
    rule = rule_at("assignment.load_weights", on, "load")
    return Weights(
        case=workload.weights_on(on).case,
        first_contact=float(rule["first_contact"]),
        competence=float(rule["competence"]),
        source=rule.source,
        from_memory=rule.from_memory,
    )


def share(weight: float, hours: Decimal) -> float:
    """Weighted cases for each hour of the week; who has no hours is never the least loaded."""
    return weight / float(hours) if hours > 0 else float("inf")
