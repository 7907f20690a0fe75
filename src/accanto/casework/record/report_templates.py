"""The templates of social reports, as dated data (`data/report_templates.yaml`)."""

from dataclasses import dataclass
from datetime import date

from accanto.casework.record.models import SocialReport
from accanto.core.dated_rules import Rule, rules_of

_FILE = "record.report_templates"
# What a section may merge; `merging.py` knows how.
MERGES = (
    "household",
    "home",
    "pathway",
    "diary",
    "network",
    "assessment",
    "goals",
    "reviews",
    "supports",
)


@dataclass(frozen=True)
class Part:
    """One section of a report. `merges`: which data are proposed in it; `needed`: it is not signed empty."""

    code: str
    title: str
    guidance: str
    merges: tuple[str, ...]
    needed: bool


@dataclass(frozen=True)
class ReportTemplate:
    code: str
    title: str
    about: str
    addressee: str
    since: date
    source: str
    from_memory: bool
    sections: tuple[Part, ...]


def templates_on(on: date) -> list[ReportTemplate]:
    return [_template(key, rule) for key, rule in rules_of(_FILE).all_at(on).items()]


def template_of(report: SocialReport) -> ReportTemplate:
    """The version with which the report was begun, also when a newer one is in force."""
    return _template(report.template, rules_of(_FILE).at(report.template_since, report.template))


def template(code: str, on: date) -> ReportTemplate:
    """:raises NoRuleInForce: no such template on that day."""
    return _template(code, rules_of(_FILE).at(on, code))


def _template(code: str, rule: Rule) -> ReportTemplate:
    sections = tuple(
        Part(
            code=one["code"],
            title=one["title"],
            guidance=one["guidance"],
            merges=tuple(one.get("merges", ())),
            needed=bool(one.get("needed")),
        )
        for one in rule["sections"]
    )
    wrong = {name for part in sections for name in part.merges} - set(MERGES)
    if wrong:
        raise ValueError(f"{_FILE}, {code}: {sorted(wrong)}")
    return ReportTemplate(
        code,
        rule["title"],
        rule["about"],
        rule.get("addressee", ""),
        rule.period.start,
        rule.source,
        rule.from_memory,
        sections,
    )
