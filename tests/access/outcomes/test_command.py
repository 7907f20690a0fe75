"""`accanto import outcomes`: what scripts rely on."""

import json
from datetime import date

import pytest

from accanto.access.outcomes.models import Application, OutcomeImport
from accanto.core.sheets import SheetRefused
from accanto.faces.cli.commands import outcomes
from accanto.faces.cli.console import CommandRefused
from accanto.faces.cli.main import build_parser
from tests.access.outcomes.samples import as_csv, row

pytestmark = pytest.mark.django_db


def run(*words: str) -> int:
    args = build_parser().parse_args(["import", "outcomes", *words])
    return outcomes.run(args)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "esiti.csv"
    past = {"submitted": date(2024, 3, 1), "on": date(2024, 4, 1)}
    path.write_bytes(as_csv([row(**past), row("INPS-2", last="Prova", town="Atlantide", **past)]))
    return path


def test_the_report_is_json_with_the_agreed_names_and_twice_is_unchanged(file, capsys):
    assert run(str(file), "--json") == 0
    first = json.loads(capsys.readouterr().out)
    [refused] = first.pop("rejected")
    assert first == {"read": 2, "created": 1, "updated": 0, "unchanged": 0}
    assert {name: refused[name] for name in ("row", "column", "value")} == {
        "row": 3, "column": "comune", "value": "Atlantide",
    }  # fmt: skip
    assert set(refused) == {"row", "column", "value", "reason"}
    run(str(file), "--json")
    second = json.loads(capsys.readouterr().out)
    assert (second["created"], second["unchanged"]) == (0, 1)


def test_a_dry_run_says_the_same_and_changes_nothing(file, capsys):
    run(str(file), "--dry-run", "--json")
    tried = json.loads(capsys.readouterr().out)
    assert (Application.objects.count(), OutcomeImport.objects.count()) == (0, 0)
    run(str(file), "--json")
    assert json.loads(capsys.readouterr().out) == tried


def test_words_for_people_and_reasons_on_standard_error(file, capsys):
    run(str(file))
    said = capsys.readouterr()
    assert "created: 1" in said.out
    assert "Atlantide" in said.err


def test_what_cannot_be_read_is_refused(tmp_path):
    with pytest.raises(CommandRefused):
        run(str(tmp_path / "none.csv"))
    empty = tmp_path / "empty.csv"
    empty.touch()
    with pytest.raises(SheetRefused):
        run(str(empty))
    huge = tmp_path / "huge.csv"
    with huge.open("wb") as content:
        content.truncate(200 * 1024 * 1024)
    with pytest.raises(SheetRefused):
        run(str(huge), "--json")
    assert OutcomeImport.objects.count() == 0


def test_a_wrong_call_is_misused():
    with pytest.raises(SystemExit) as stopped:
        build_parser().parse_args(["import", "outcomes"])
    assert stopped.value.code == 2
