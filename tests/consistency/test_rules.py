"""The rules of the house that a machine can hold: sizes, layers, the clock, visibility, translations, templates."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import quantiles

from django.apps import apps
from django.db import models

from accanto.core import translations

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "accanto"
# Where the time may be read: the doors of the house, and two places that decide rights at the moment they are asked.
EDGES = re.compile(
    r"(/views/|/views\.py|/views_\w+\.py|/jobs\.py|/tasks\.py|/commands/|/shell\.py|/core/clock\.py|/core/web/middleware\.py"
    r"|/foundation/entrance/(middleware|receivers|context)\.py|/territory/staff/(receivers|adapters/\w+)\.py"
    r"|/faces/api/middleware\.py|/casework/training/middleware\.py|/foundation/limits/middleware\.py"
    r"|/territory/staff/access\.py|/people/persons/(visibility|compartments)\.py)"
)


def sources() -> Iterator[Path]:
    return (path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)


def test_python_files_stay_under_400_lines() -> None:
    assert [str(path) for path in sources() if len(path.read_text().splitlines()) >= 400] == []


def test_templates_stay_under_200_lines() -> None:
    found = (path for path in SOURCE.rglob("*.html") if len(path.read_text().splitlines()) >= 200)
    assert [str(path) for path in found] == []


def test_functions_are_short() -> None:
    lengths: dict[str, int] = {}
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                name = f"{path.relative_to(SOURCE)}:{node.name}"
                lengths[name] = (node.end_lineno or node.lineno) - node.lineno + 1
    assert {name: lines for name, lines in lengths.items() if lines > 60} == {}
    assert quantiles(lengths.values(), n=10)[8] < 30


def test_no_words_to_translate_stand_inside_an_f_string() -> None:
    """What gathers the words to translate does not see them there: they would stay English on the page."""
    asked = {
        "_",
        "gettext",
        "gettext_lazy",
        "ngettext",
        "ngettext_lazy",
        "npgettext",
        "pgettext",
        "pgettext_lazy",
    }
    found = [
        f"{path.relative_to(SOURCE)}:{call.lineno}"
        for path in sources()
        for text in ast.walk(ast.parse(path.read_text()))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in asked
    ]
    assert found == []


def test_no_file_is_called_utils_or_helpers() -> None:
    assert [str(path) for path in sources() if path.stem in {"utils", "helpers"}] == []


def test_the_clock_is_read_at_the_edges_only() -> None:
    reading = re.compile(
        r"clock\.(now|today)\(\)|timezone\.(now\(|localdate\(\))|datetime\.now\(|date\.today\("
    )
    found = [
        str(path.relative_to(ROOT))
        for path in sources()
        if reading.search(path.read_text()) and not EDGES.search(path.as_posix())
    ]
    assert found == []


def test_views_never_write_by_themselves() -> None:
    writing = re.compile(
        r"\.objects\.(create|bulk_create|update_or_create|get_or_create)\(|\.save\(|\.delete\(\)"
    )
    found = [
        str(path.relative_to(ROOT))
        for path in sources()
        if ("views" in path.parts or path.stem == "views") and writing.search(path.read_text())
    ]
    assert found == []


def test_rows_about_people_are_narrowed_by_who_asks() -> None:
    """A table that points at a person, a household or a case and has its own queryset offers `visible_to`, unless
    it is reached through a row that does (an action through its project)."""
    lacking = [
        model._meta.label
        for model in apps.get_models()
        if model.__module__.startswith("accanto.")
        and type(model._default_manager) is not models.Manager
        and _about_people(model)
        and not _narrows(model)
        and not _reached(model)
    ]
    for label in (
        "persons.Person",
        "households.Household",
        "cases.Case",
        "pathways.Pathway",
        "projects.Project",
    ):
        assert _narrows(apps.get_model(label)), label
    assert lacking == []


def _narrows(model: type[models.Model]) -> bool:
    return hasattr(model._default_manager.all(), "visible_to")


def _reached(model: type[models.Model], steps: int = 3) -> bool:
    return any(_narrows(other) or (steps > 1 and _reached(other, steps - 1)) for other in _owners(model))


def _owners(model: type[models.Model]) -> set[type[models.Model]]:
    """What a row belongs to, other than the person it speaks of."""
    pointed = {f.related_model for f in model._meta.fields if isinstance(f.related_model, type)}
    return {other for other in pointed if other._meta.label not in {"persons.Person", "households.Household"}}


def _about_people(model: type[models.Model]) -> bool:
    pointed = {f.related_model._meta.label for f in model._meta.fields if f.related_model}
    return bool(pointed & {"persons.Person", "households.Household", "cases.Case", "pathways.Pathway"})


def test_both_languages_are_complete() -> None:
    found = translations.check()
    assert (found.missing, found.fuzzy, found.placeholders, found.disagreeing) == ([], [], [], [])


def test_every_template_is_used() -> None:
    """Named in a view, included or extended by another; allauth names its own."""
    text = "\n".join(path.read_text() for pattern in ("*.py", "*.html") for path in SOURCE.rglob(pattern))
    unused = []
    for path in SOURCE.rglob("*.html"):
        name = path.as_posix().rpartition("/templates/")[2]
        if name.startswith(("allauth/", "account/", "mfa/", "accanto/forms/")) or "/" not in name:
            continue
        own = "\n".join(each.read_text() for each in path.parents[2].rglob("*.py"))
        if f'"{name}"' not in text and f"'{name}'" not in text and f'"{path.stem}"' not in own:
            unused.append(name)
    assert unused == []


def test_storeys_import_only_what_is_below() -> None:
    done = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": "src"},
    )
    assert done.returncode == 0, done.stdout
