"""Kinds of measures and competences of courts, as dated data with the codes of the SINBA flow."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language

from accanto.casework.mandates.models import Measure
from accanto.core.dated_rules import NoRuleInForce, Rule, rule_at, rules_of

_KINDS, _COURTS = "mandates.kinds", "mandates.authorities"


@dataclass(frozen=True)
class Kind:
    """`entrustment`: the order carries the fields of art. 5-bis; `foster`: the prosecutor is told before it expires."""

    key: str
    words: str
    source: str
    from_memory: bool
    minors: bool
    entrustment: bool
    foster: bool
    sinba_measure: str
    sinba_responsibility: str


def kinds_on(on: date) -> list[Kind]:
    """What a court may order by the law of a day, in the order of the file."""
    return [_kind(rule) for rule in rules_of(_KINDS).all_at(on).values()]


def kind_on(key: str, on: date) -> Kind:
    """:raises NoRuleInForce: no such kind on that day."""
    return _kind(rule_at(_KINDS, on, key))


def kind_of(measure: Measure) -> Kind:
    """By the law of its proceedings; a kind taken out of the file since then keeps its last words."""
    try:
        return kind_on(measure.kind, measure.law_day)
    except NoRuleInForce:
        known = rules_of(_KINDS).history(measure.kind)
        return _kind(known[-1]) if known else _unknown(measure.kind)


def kind_words(measure: Measure) -> str:
    return kind_of(measure).words


def all_kinds() -> list[Kind]:
    """Every kind ever, each with its latest words: what a list is narrowed by."""
    found: dict[str, Rule] = {}
    for rule in sorted(rules_of(_KINDS).rules, key=lambda one: one.period.start):
        found[rule.key] = rule
    return [_kind(rule) for rule in found.values()]


def competence_words(court: str, on: date) -> str:
    """What a court (by the code of its body) is competent for on a day; empty when nobody has written it."""
    try:
        return _words(rule_at(_COURTS, on, court))
    except NoRuleInForce:
        return ""


def authority_code(measure: Measure) -> str:
    """AutoritaProvvedimento of the SINBA flow, on the day of the order; empty for a court without a code."""
    try:
        return str(rule_at(_COURTS, measure.order_on, measure.authority.code)["sinba"])
    except NoRuleInForce:
        return ""


@dataclass(frozen=True)
class SinbaFields:
    """What the flow tells of a measure; 1 is yes (ProvvedimentoGiudiziario)."""

    judicial_measure: str
    authority: str
    measure: str
    responsibility: str


def sinba_fields(measure: Measure) -> SinbaFields:
    kind = kind_of(measure)
    return SinbaFields("1", authority_code(measure), kind.sinba_measure, kind.sinba_responsibility)


def _kind(rule: Rule) -> Kind:
    return Kind(
        key=rule.key,
        words=_words(rule),
        source=rule.source,
        from_memory=rule.from_memory,
        minors=bool(rule.get("minors")),
        entrustment=bool(rule.get("entrustment")),
        foster=bool(rule.get("foster")),
        sinba_measure=str(rule.get("sinba_measure", "")),
        sinba_responsibility=str(rule.get("sinba_responsibility", "")),
    )


def _unknown(key: str) -> Kind:
    return Kind(
        key,
        key,
        "",
        True,
        minors=False,
        entrustment=False,
        foster=False,
        sinba_measure="",
        sinba_responsibility="",
    )


def _words(rule: Rule) -> str:
    return str(rule["en"] if (get_language() or "it").startswith("en") else rule["it"])
