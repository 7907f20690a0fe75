"""The stages of the pathway in their order, as the definition in force says (`data/inclusion_income.yaml`)."""

from datetime import date

from accanto.casework.pathways.enums import Stage
from accanto.core.dated_rules import rule_at

# While nobody has decided the way, what every household that needs more than work goes through.
_UNDECIDED = ("project", "started", "review")


def stages_of(way: str, on: date) -> list[Stage]:
    """From the outcome to the end, for one of the ways (or before it is decided)."""
    rule = rule_at("pathways.inclusion_income", on, "stages")
    after = rule["ways"].get(way, _UNDECIDED) if way else _UNDECIDED
    return [Stage(code) for code in (*rule["before_the_way"], *after) if code != Stage.CLOSED]


def term_of(stage: str, on: date) -> str:
    """The term whose clock this stage stops; empty when it has none."""
    return str(rule_at("pathways.inclusion_income", on, "stages")["clocks"].get(stage, ""))
