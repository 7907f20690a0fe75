"""Rules that a law or a council can change: YAML entries with a validity, a source and a confidence.

about: First meeting with the social services
entries:
  - key: first_meeting_days      # only when one file holds several rules
    valid_from: 2024-01-01
    valid_to: 2027-01-01         # first day on which it no longer holds; absent: still in force
    source: "DL 48/2023 art. 4"
    confidence: verified         # or from_memory
    value: 120                   # or any other fields, reached by name: rule["amount"]
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.apps import apps

from accanto.core.periods import Period

CONFIDENCES = ("verified", "from_memory")
_RESERVED = frozenset({"key", "valid_from", "valid_to", "source", "confidence"})


class RuleFileError(ValueError):
    """The file does not follow the schema; the message names file, entry and field."""


class NoRuleInForce(LookupError):
    """No entry is valid on the day asked for."""


@dataclass(frozen=True)
class Rule:
    key: str
    period: Period
    source: str
    confidence: str
    fields: Mapping[str, Any]

    @property
    def value(self) -> Any:
        return self.fields["value"]

    @property
    def from_memory(self) -> bool:
        """Nobody has checked it against its source: the screen that uses it says so."""
        return self.confidence == "from_memory"

    def __getitem__(self, field: str) -> Any:
        return self.fields[field]

    def get(self, field: str, default: Any = None) -> Any:
        return self.fields.get(field, default)


@dataclass(frozen=True)
class RuleFile:
    path: Path
    about: str
    rules: tuple[Rule, ...]

    def at(self, on: date, key: str = "") -> Rule:
        """The rule in force on a day; raises NoRuleInForce."""
        for rule in self.rules:
            if rule.key == key and on in rule.period:
                return rule
        named = f"«{key}» in {self.path.name}" if key else self.path.name
        raise NoRuleInForce(f"No rule of {named} is in force on {on.isoformat()}")

    def all_at(self, on: date) -> dict[str, Rule]:
        """Every rule in force on a day, by key."""
        return {rule.key: rule for rule in self.rules if on in rule.period}

    def history(self, key: str = "") -> list[Rule]:
        return sorted((r for r in self.rules if r.key == key), key=lambda r: r.period.start)


@cache
def load(path: Path) -> RuleFile:
    """Read and check one file; raises RuleFileError."""
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise RuleFileError(f"{path}: cannot be read: {error}") from error
    if not isinstance(document, dict) or not isinstance(document.get("entries"), list):
        raise RuleFileError(f"{path}: expected a mapping with a list «entries»")
    rules = tuple(
        _rule(entry, f"{path.name}, entry {n}") for n, entry in enumerate(document["entries"], start=1)
    )
    _refuse_overlaps(path, rules)
    return RuleFile(path, str(document.get("about", "")), rules)


def rules_of(name: str) -> RuleFile:
    """`pathways.deadlines` is `data/deadlines.yaml` of the app labelled `pathways`."""
    label, _, file = name.partition(".")
    return load(Path(apps.get_app_config(label).path) / "data" / f"{file}.yaml")


def rule_at(name: str, on: date, key: str = "") -> Rule:
    """The rule in force: `rule_at("pathways.deadlines", today, "first")`; raises NoRuleInForce."""
    return rules_of(name).at(on, key)


def _rule(entry: Any, where: str) -> Rule:
    if not isinstance(entry, dict):
        raise RuleFileError(f"{where}: expected a mapping, found {type(entry).__name__}")
    start, end = _day(entry, "valid_from", where), _day(entry, "valid_to", where, required=False)
    if start is not None and end is not None and end <= start:
        raise RuleFileError(f"{where}: valid_to ({end}) must be after valid_from ({start})")
    source = entry.get("source")
    if not isinstance(source, str) or not source.strip():
        raise RuleFileError(f"{where}: «source» is missing: say where the rule is written")
    if entry.get("confidence") not in CONFIDENCES:
        raise RuleFileError(f"{where}: «confidence» must be one of {', '.join(CONFIDENCES)}")
    fields = {name: value for name, value in entry.items() if name not in _RESERVED}
    if not fields:
        raise RuleFileError(f"{where}: it says nothing: give «value» or other fields")
    assert start is not None  # noqa: S101  (required above)
    return Rule(str(entry.get("key", "")), Period(start, end), source.strip(), entry["confidence"], fields)


def _day(entry: Mapping[str, Any], field: str, where: str, *, required: bool = True) -> date | None:
    value = entry.get(field)
    if value is None and not required:
        return None
    if type(value) is not date:
        raise RuleFileError(f"{where}: «{field}» must be a date written 2024-01-31, found {value!r}")
    return value


def _refuse_overlaps(path: Path, rules: tuple[Rule, ...]) -> None:
    for n, one in enumerate(rules, start=1):
        for m, other in enumerate(rules[n:], start=n + 1):
            if one.key == other.key and one.period.overlaps(other.period):
                raise RuleFileError(f"{path.name}: entries {n} and {m} are in force on the same days")
