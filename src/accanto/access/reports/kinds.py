"""Kinds of report and their terms, as `data/kinds.yaml` has them on a day."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from accanto.core.dated_rules import Rule, RuleFile, rules_of

_REMOVAL = "removal_403"
UNITS = ("hours", "days", "working_days", "months")


@dataclass(frozen=True)
class Term:
    """`start`: received, placed or the code of the act before. `unit` is one of UNITS, or `written`, or `at`.

    `before` and `at` name the day that it is counted backwards from, or that it is.
    """

    code: str
    owner: str
    label: str
    unit: str
    amount: int
    start: str
    before: str
    at: str
    rule: str
    from_memory: bool


@dataclass(frozen=True)
class Kind:
    code: str
    label: str
    compartment: str
    urgency: str
    reporters: tuple[str, ...]
    needs: frozenset[str]
    letter: str
    terms: tuple[Term, ...]
    source: str
    from_memory: bool


def kinds_on(on: date) -> dict[str, Kind]:
    """By code, in the order in which they are offered."""
    return {code: _kind(rule) for code, rule in _file().all_at(on).items()}


def kind_of(code: str, on: date) -> Kind:
    """:raises NoRuleInForce: no such kind that day."""
    return _kind(_file().at(on, code))


def with_placement(kind: Kind, on: date) -> Kind:
    """Whatever the report of a minor began as: once the minor was placed, the hours of art. 403 c.c. run beside it."""
    removal = kinds_on(on).get(_REMOVAL)
    if removal is None or kind.code == _REMOVAL or kind.compartment != removal.compartment:
        return kind
    return replace(kind, terms=(*removal.terms, *kind.terms))


def label_of(code: str) -> str:
    """Of a kind that may have ended since: the latest words."""
    history = _file().history(code)
    return str(history[-1]["label"]) if history else code


def measures_on(on: date) -> dict[str, str]:
    return {code: str(rule["label"]) for code, rule in rules_of("reports.measures").all_at(on).items()}


def measure_label(code: str) -> str:
    history = rules_of("reports.measures").history(code)
    return str(history[-1]["label"]) if history else code


def _file() -> RuleFile:
    return rules_of("reports.kinds")


def _kind(rule: Rule) -> Kind:
    return Kind(
        code=rule.key,
        label=rule["label"],
        compartment=rule["compartment"],
        urgency=rule["urgency"],
        reporters=tuple(rule["reporters"]),
        needs=frozenset(rule["needs"]),
        letter=rule["letter"],
        terms=tuple(_term(told) for told in rule["terms"]),
        source=rule.source,
        from_memory=rule.from_memory,
    )


def _term(told: Mapping[str, Any]) -> Term:
    unit = next((name for name in UNITS if name in told), "written" if told.get("written") else "at")
    return Term(
        code=told["code"],
        owner=told["owner"],
        label=told["label"],
        unit=unit,
        amount=int(told.get(unit, 0)) if unit in UNITS else 0,
        start=told["start"],
        before=told.get("before", ""),
        at=told.get("at", ""),
        rule=told["rule"],
        from_memory=told["confidence"] == "from_memory",
    )


def all_kinds() -> list[tuple[str, str]]:
    """Every kind that ever was, with its latest words: old reports keep theirs."""
    return [(code, label_of(code)) for code in dict.fromkeys(rule.key for rule in _file().rules)]
