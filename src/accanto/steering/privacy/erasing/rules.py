"""What becomes of each table (`data/erasure.yaml`), as the SQL that does it.

The statements are written from the models, like the triggers of the history; they run inside one function of the
owner's (`install.py`), because the record's words may be emptied by nobody else.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.apps import apps
from django.db import models

from accanto.foundation.audit import history

_FILE = Path(__file__).parents[1] / "data" / "erasure.yaml"
_KEYS = {"of", "remove", "blank", "mark", "single", "undated", "year", "keep", "names"}
MARK = "–"


@dataclass(frozen=True)
class Rule:
    """`columns`: emptied or marked, with the SQL of what remains. `person`, `case`, `shared`: conditions that lead from
    a row to the people erased, to the cases that go whole, to those that stay for others. `words`: columns in which
    the name becomes the pseudonym in what stays, and how many letters fit (0: as many as one likes, -1: JSON)."""

    label: str
    table: str
    key: str
    remove: bool
    columns: tuple[tuple[str, str], ...]
    person: str
    case: str
    shared: str
    words: tuple[tuple[str, int], ...]
    keep: str


@cache
def rules() -> tuple[Rule, ...]:
    """:raises ValueError: the file names what is not there."""
    said = yaml.safe_load(_FILE.read_text(encoding="utf-8"))["models"]
    return tuple(_rule(apps.get_model(label), entry) for label, entry in said.items())


def undeclared_columns(model: type[models.Model]) -> list[str]:
    """Columns in which anything may be written and of which the file says nothing."""
    (rule,) = (one for one in rules() if one.label == model._meta.label)
    if rule.remove:
        return []
    said = {name for name, _to in rule.columns} | {name for name, _most in rule.words}
    return sorted(str(f.column) for f in model._meta.concrete_fields if _free(f) and f.column not in said)


def _free(field: Any) -> bool:
    """Not a choice, not a key, not a name of ours."""
    if isinstance(field, models.JSONField):
        return True
    return isinstance(field, models.TextField) and not field.choices


def _rule(model: type[models.Model], entry: dict[str, Any]) -> Rule:
    if set(entry) - _KEYS:
        raise ValueError(f"{_FILE.name}, {model._meta.label}: {sorted(set(entry) - _KEYS)}")
    fields = {str(f.column): f for f in model._meta.concrete_fields}
    key = str(model._meta.pk.column)
    columns = [(name, _empty(fields[name])) for name in entry.get("blank", ())]
    columns += [(name, _marked(name, f"'{MARK}'")) for name in entry.get("mark", ())]
    columns += [(name, _marked(name, f"'{MARK}' || \"{key}\"")) for name in entry.get("single", ())]
    columns += [(name, "NULL") for name in entry.get("undated", ())]
    columns += [(name, f"date_trunc('year', \"{name}\")::date") for name in entry.get("year", ())]
    of, table = entry.get("of", ""), model._meta.db_table
    paths = {one.table: one for one in history.watched()}.get(table)
    reached = paths is not None and of
    named = [*entry.get("blank", ()), *entry.get("mark", ()), *entry.get("names", ())]
    kept_for_others = of in {"case", "both"} or "names" in entry
    return Rule(
        label=model._meta.label,
        table=table,
        key=key,
        remove=bool(entry.get("remove")),
        columns=tuple(columns),
        person=_leads(paths.person, key, "people") if reached and paths and of != "case" else "",
        case=_leads(paths.context, key, "gone") if reached and paths and of != "person" else "",
        shared=_leads(paths.context, key, "shared") if paths and kept_for_others else "",
        words=tuple((name, _room(fields[name])) for name in named),
        keep=entry.get("keep", ""),
    )


def _empty(field: Any) -> str:
    if isinstance(field, models.JSONField):
        return f"'{'[]' if field.default is list else '{}'}'::jsonb"
    return "''"


def _room(field: Any) -> int:
    return -1 if isinstance(field, models.JSONField) else int(field.max_length or 0)


def _marked(name: str, left: str) -> str:
    """What is empty stays so."""
    return f"CASE WHEN \"{name}\" = '' THEN '' ELSE {left} END"


def _leads(path: history.Path | None, key: str, array: str) -> str:
    """Condition: the foreign keys of a row end at one of the ids in `array`."""
    if path is None:
        return ""
    if not path:
        return f'"{key}" = ANY({array})'
    step, rest = path[0], path[1:]
    if not rest:
        return f'"{step.column}" = ANY({array})'
    inner = _leads(rest, key, array)
    return f'"{step.column}" IN (SELECT "{step.key}" FROM "{step.table}" WHERE {inner})'  # noqa: S608 - our tables
