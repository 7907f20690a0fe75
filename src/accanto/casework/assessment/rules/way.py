"""Which of the ways the answers point to, by the dated lines of `data/way_rules.yaml`. People decide."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from accanto.casework.assessment.enums import Area
from accanto.casework.assessment.instruments import Instrument, Words
from accanto.casework.assessment.rules.facts import Facts, Weight, marks_of, weigh
from accanto.casework.pathways.enums import Way
from accanto.core.dated_rules import Rule, RuleFileError, rule_at

_CONDITIONS = frozenset(
    {"marks_any", "areas_any", "areas_within", "areas_at_least", "not_counting", "somebody_can_work"}
)


@dataclass(frozen=True)
class Reason:
    """Why one area is in difficulty: the answers that weigh, with whom they are about."""

    area: str
    weight: int
    sentence: str

    @property
    def label(self) -> str:
        return str(Area(self.area).label)


@dataclass(frozen=True)
class Proposal:
    way: str
    headline: str
    reasons: tuple[Reason, ...]
    minor: tuple[Reason, ...]
    source: str
    from_memory: bool

    @property
    def label(self) -> str:
        return str(Way(self.way).label)


@dataclass(frozen=True)
class Situation:
    """What the conditions ask about."""

    difficult: tuple[str, ...]
    marks: frozenset[str]
    somebody_can_work: bool


def propose_way(
    instrument: Instrument, facts: Facts, names: Mapping[str, str], on: date, rule: Rule | None = None
) -> Proposal:
    """Total: the last line has no condition. The same answers always give the same proposal."""
    rule = rule or rule_at("assessment.way_rules", on)
    lines = _checked_lines(rule)
    by_area = {area: [w for w in weigh(instrument, facts) if w.area == area] for area in Area.values}
    difficult = tuple(area for area, weights in by_area.items() if _in_difficulty(weights, rule))
    situation = Situation(
        difficult,
        frozenset().union(*marks_of(instrument, facts).values()),
        _somebody_can_work(instrument, facts, rule),
    )
    line = next(line for line in lines if _holds(line["when"], situation))
    reasons = tuple(_reason(area, weights, names) for area, weights in by_area.items() if weights)
    counted = [area for area in difficult if area not in line["when"].get("not_counting", [])]
    return Proposal(
        way=line["way"],
        headline=str(Words(**line["because"])).format(
            count=len(counted), areas=", ".join(str(Area(area).label) for area in counted)
        ),
        reasons=tuple(r for r in reasons if r.area in difficult),
        minor=tuple(r for r in reasons if r.area not in difficult),
        source=rule.source,
        from_memory=rule.from_memory,
    )


def _in_difficulty(weights: list[Weight], rule: Rule) -> bool:
    return bool(weights) and (
        max(w.weight for w in weights) >= rule["one_answer"]
        or sum(w.weight for w in weights) >= rule["together"]
    )


def _somebody_can_work(instrument: Instrument, facts: Facts, rule: Rule) -> bool:
    youngest, oldest = rule["working_age"]
    unable = {m for m, marks in marks_of(instrument, facts).items() if "unable_to_work" in marks}
    return any(
        age is not None and youngest <= age <= oldest and member not in unable | facts.cannot_work
        for member, age in facts.ages.items()
    )


def _holds(when: Mapping[str, Any], here: Situation) -> bool:
    difficult = set(here.difficult)
    counted = difficult - set(when.get("not_counting", []))
    return (
        ("marks_any" not in when or bool(here.marks & set(when["marks_any"])))
        and ("areas_any" not in when or bool(difficult & set(when["areas_any"])))
        and ("areas_within" not in when or difficult <= set(when["areas_within"]))
        and len(counted) >= when.get("areas_at_least", 0)
        and when.get("somebody_can_work", here.somebody_can_work) == here.somebody_can_work
    )


def _reason(area: str, weights: list[Weight], names: Mapping[str, str]) -> Reason:
    """«work: senza lavoro (Lucia), non ha mai lavorato (Marco)»."""
    same: dict[tuple[str, str], list[Weight]] = {}
    for weight in weights:
        same.setdefault((weight.item.code, str(weight.option.value)), []).append(weight)
    pieces = []
    for group in same.values():
        option = group[0].option
        label = str(option.reason or option.label or _level(group[0]))
        whom = ", ".join(names.get(w.member, w.member) for w in group if w.member)
        pieces.append(f"{label} ({whom})" if whom else label)
    return Reason(area, sum(w.weight for w in weights), "; ".join(pieces))


def _level(weight: Weight) -> str:
    item = weight.item.label
    return _("%(item)s: %(level)s of %(levels)s") % {
        "item": str(item)[:1].lower() + str(item)[1:],
        "level": weight.option.value,
        "levels": len(weight.item.options),
    }


def _checked_lines(rule: Rule) -> list[dict[str, Any]]:
    """:raises RuleFileError: a line that cannot be read, or a last line that does not always hold."""
    lines: list[dict[str, Any]] = rule["lines"]
    for number, line in enumerate(lines, start=1):
        where = f"way_rules.yaml, line {number}"
        if line.get("way") not in Way.values:
            raise RuleFileError(f"{where}: «way» must be one of {', '.join(Way.values)}")
        if unknown := set(line.get("when", {"«when»": 0})) - _CONDITIONS:
            raise RuleFileError(f"{where}: unknown condition {', '.join(sorted(unknown))}")
        named = {a for c in ("areas_any", "areas_within", "not_counting") for a in line["when"].get(c, [])}
        if unknown := named - set(Area.values):
            raise RuleFileError(f"{where}: unknown area {', '.join(sorted(unknown))}")
    if not lines or lines[-1]["when"]:
        raise RuleFileError(
            "way_rules.yaml: the last line must have «when: {}», so that there is always a way"
        )
    return lines
