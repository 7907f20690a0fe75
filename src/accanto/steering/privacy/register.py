"""The processing register (GDPR art. 30), read from the models and from what each room declares of them.

A room says in `data/processing.yaml` why it keeps its tables, on which legal basis, of which category they are, how
long they stay and who receives them. What the code already knows (free texts, history, row-level policies) is read from
the code, so that the register cannot go stale.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from django.apps import AppConfig, apps
from django.db import models

from accanto.core.database.policies import protected_tables
from accanto.core.dated_rules import Rule, rules_of
from accanto.foundation.audit import history
from accanto.steering.privacy.enums import Category

_FILE = "processing.yaml"
_TEXTS = (models.TextField, models.JSONField)
_FIELDS = {"activity", "purpose", "bases", "recipients", "models"}
_SAID = {"about", "category", "retention"}


class ProcessingFileError(ValueError):
    """A room's declaration does not follow the schema; the message names file and field."""


@dataclass(frozen=True)
class Kept:
    """One table as the register tells it."""

    label: str
    table: str
    about: str
    category: Category
    retention: Rule
    # Columns in which an operator may write anything, special categories too.
    free_texts: tuple[str, ...]
    # The database refuses rows to whoever has no right to them, and tells each of its writes.
    closed: bool
    told: bool


@dataclass(frozen=True)
class Activity:
    """One processing activity: what a room does with people's data and why."""

    room: str
    title: str
    purpose: str
    bases: tuple[Rule, ...]
    recipients: tuple[Rule, ...]
    kept: tuple[Kept, ...]

    @property
    def categories(self) -> list[Category]:
        """From the most delicate."""
        found = {one.category for one in self.kept}
        return [category for category in reversed(Category) if category in found]

    @property
    def terms(self) -> list[Rule]:
        return list({one.retention.key: one.retention for one in self.kept}.values())


@dataclass(frozen=True)
class Register:
    on: date
    activities: tuple[Activity, ...]
    # Tables that lead to people and that no room has declared: empty, or the register says so in red.
    undeclared: tuple[str, ...]

    @property
    def kept(self) -> list[Kept]:
        return [one for activity in self.activities for one in activity.kept]

    @property
    def from_memory(self) -> bool:
        rules = [rule for one in self.activities for rule in (*one.bases, *one.recipients, *one.terms)]
        return any(rule.from_memory for rule in rules)


def register_on(on: date) -> Register:
    """:raises ProcessingFileError: a declaration names a model, a basis, a class or a recipient that is not there."""
    activities = tuple(activity_of(config, data, on) for config, data in _declared())
    return Register(on, activities, tuple(undeclared(activities)))


def activity_of(config: AppConfig, data: dict[str, Any], on: date) -> Activity:
    """What one room declares (`data/processing.yaml`), with the rules of that day. :raises ProcessingFileError:"""
    where = f"{config.label}/{_FILE}"
    if set(data) != _FIELDS:
        raise ProcessingFileError(f"{where}: expected {', '.join(sorted(_FIELDS))}")
    classes = _rules("retention", on)
    return Activity(
        room=config.label,
        title=data["activity"],
        purpose=data["purpose"],
        bases=tuple(_named(_rules("legal_bases", on), key, where) for key in data["bases"]),
        recipients=tuple(_named(_rules("recipients", on), key, where) for key in data["recipients"]),
        kept=tuple(_kept(config, name, said, classes, where) for name, said in data["models"].items()),
    )


def undeclared(activities: Iterable[Activity]) -> list[str]:
    """Models that lead to people and that no activity tells."""
    standing = {one.label for activity in activities for one in activity.kept}
    return sorted(
        model._meta.label
        for model in apps.get_models()
        if model._meta.managed and history.leads_to_people(model) and model._meta.label not in standing
    )


def _declared() -> Iterator[tuple[AppConfig, dict[str, Any]]]:
    for config in apps.get_app_configs():
        path = Path(config.path) / "data" / _FILE
        if path.is_file():
            data = yaml.safe_load(path.read_text(encoding="utf-8"))
            yield config, data


def _kept(config: AppConfig, name: str, said: dict[str, str], classes: dict[str, Rule], where: str) -> Kept:
    if set(said) != _SAID or said["category"] not in Category.values:
        raise ProcessingFileError(
            f"{where}, {name}: expected {', '.join(sorted(_SAID))}, with a known category"
        )
    try:
        model = config.get_model(name)
    except LookupError as error:
        raise ProcessingFileError(f"{where}: there is no model {name}") from error
    table = model._meta.db_table
    return Kept(
        label=model._meta.label,
        table=table,
        about=said["about"],
        category=Category(said["category"]),
        retention=_named(classes, said["retention"], f"{where}, {name}"),
        free_texts=tuple(f.name for f in model._meta.concrete_fields if isinstance(f, _TEXTS)),
        closed=table in protected_tables(),
        told=any(one.table == table for one in history.watched()),
    )


def _rules(name: str, on: date) -> dict[str, Rule]:
    return rules_of(f"privacy.{name}").all_at(on)


def _named(rules: dict[str, Rule], key: str, where: str) -> Rule:
    if key not in rules:
        raise ProcessingFileError(f"{where}: «{key}» is not in force on that day")
    return rules[key]
