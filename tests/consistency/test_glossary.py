"""docs/glossary.md says in Italian, with its source, what every model and every state is."""

from pathlib import Path

from django.apps import apps
from django.db import models

GLOSSARY = Path(__file__).resolve().parents[2] / "docs" / "glossary.md"


def entries() -> dict[str, list[str]]:
    """First cell of each row of a table → its other cells."""
    found = {}
    for line in GLOSSARY.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("| `"):
            found[cells[0].strip("`")] = cells[1:]
    return found


def ours() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("accanto.")]


def states() -> set[str]:
    """`cases.Case.state: open` for every value of a field called state, stage, outcome or way."""
    return {
        f"{model._meta.label}.{field.name}: {value}"
        for model in ours()
        for field in model._meta.fields
        if field.name in {"state", "stage", "outcome", "way"} and field.choices
        for value, _label in field.flatchoices
    }


def test_every_model_has_an_italian_term_and_a_source() -> None:
    found = entries()
    lacking = [m._meta.label for m in ours() if len([c for c in found.get(m._meta.label, []) if c]) < 2]
    assert lacking == []


def test_every_state_has_an_italian_term() -> None:
    found = entries()
    assert sorted(state for state in states() if not found.get(state, [""])[0]) == []


def test_the_glossary_names_nothing_that_is_gone() -> None:
    standing = {model._meta.label for model in ours()} | states()
    assert sorted(set(entries()) - standing) == []
