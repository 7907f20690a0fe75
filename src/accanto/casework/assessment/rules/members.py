"""Who can be activated to work, proposed from age and answers by `data/exemptions.yaml`."""

from dataclasses import dataclass
from datetime import date

from accanto.casework.assessment.enums import Activability
from accanto.casework.assessment.instruments import Words
from accanto.core.dated_rules import Rule, rules_of

ADULT = 18


@dataclass(frozen=True)
class Exemption:
    key: str
    label: str
    source: str
    from_memory: bool
    rule: Rule


@dataclass(frozen=True)
class MemberProposal:
    activability: str
    exemption: Exemption | None = None

    @property
    def code(self) -> str:
        return self.exemption.key if self.exemption else ""


def exemptions_at(on: date) -> dict[str, Exemption]:
    rules = sorted(rules_of("assessment.exemptions").all_at(on).items(), key=lambda pair: pair[1]["order"])
    return {
        key: Exemption(key, str(Words(**rule["label"])), rule.source, rule.from_memory, rule)
        for key, rule in rules
    }


def needs_decision(age: int | None) -> bool:
    """Children are not asked to work; somebody whose age is not known is decided about."""
    return age is None or age >= ADULT


def propose_member(age: int | None, marks: frozenset[str], on: date) -> MemberProposal:
    """The first exemption that fits; else not now for who cannot work today; else can be activated."""
    for exemption in exemptions_at(on).values():
        from_age, mark = exemption.rule.get("from_age"), exemption.rule.get("mark")
        if (from_age is not None and age is not None and age >= from_age) or mark in marks:
            return MemberProposal(Activability.EXEMPT, exemption)
    if "unable_to_work" in marks:
        return MemberProposal(Activability.NOT_ACTIVABLE)
    return MemberProposal(Activability.ACTIVABLE)
