"""By when each step of a project is due, and which rule says so."""

from dataclasses import dataclass
from datetime import date

from accanto.casework.pathways.models import Pathway
from accanto.core.dated_rules import NoRuleInForce, Rule, rule_at
from accanto.core.working_time.terms import deadline


@dataclass(frozen=True)
class Term:
    """`rule` is the sentence for the screen; what nobody has checked against its source says so itself."""

    started_on: date
    due_on: date
    rule: Rule


def term_of(key: str, started_on: date, istat: str | None, file: str = "projects.terms") -> Term:
    """:raises NoRuleInForce: no rule of that name on that day."""
    rule = rule_at(file, started_on, key)
    return Term(started_on, deadline(started_on, rule["amount"], rule["unit"], istat), rule)


def signing_term(pathway: Pathway, proposed_on: date, analysed_on: date | None, *, again: bool) -> Term:
    """The law's term for the first version; the zone's own for the next ones, or where the law is silent."""
    istat = pathway.municipality.istat_code
    if not again:
        starts = {"pad": pathway.clock_starts_on, "analysis": analysed_on or proposed_on}
        for event, day in starts.items():
            try:
                rule = rule_at("projects.terms", day, f"{pathway.measure}.sign")
            except NoRuleInForce:
                continue
            if rule["starts"] == event:
                return term_of(rule.key, day, istat)
    return term_of("sign", proposed_on, istat)
