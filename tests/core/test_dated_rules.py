from datetime import date
from pathlib import Path

import pytest

from accanto.core.dated_rules import NoRuleInForce, RuleFileError, load

GOOD = """
about: First meeting
entries:
  - {key: first, valid_from: 2019-03-01, valid_to: 2024-01-01, source: DL 4/19, confidence: from_memory,
     value: 30}
  - {key: first, valid_from: 2024-01-01, source: DL 48/23, confidence: verified, value: 120, unit: days}
  - {key: next, valid_from: 2024-01-01, source: DL 48/23, confidence: verified, value: 90}
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "rules.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_rule_in_force_changes_on_its_day(tmp_path: Path) -> None:
    rules = load(written(tmp_path, GOOD))
    assert rules.at(date(2023, 12, 31), "first").value == 30
    assert rules.at(date(2024, 1, 1), "first").value == 120
    assert rules.at(date(2024, 1, 1), "first")["unit"] == "days"
    assert rules.at(date(2023, 12, 31), "first").from_memory
    assert {k: r.value for k, r in rules.all_at(date(2025, 1, 1)).items()} == {"first": 120, "next": 90}
    assert [r.value for r in rules.history("first")] == [30, 120]


def test_asking_for_a_day_without_a_rule_says_which(tmp_path: Path) -> None:
    rules = load(written(tmp_path, GOOD))
    with pytest.raises(NoRuleInForce, match=r"«first» in rules\.yaml .* 2018-01-01"):
        rules.at(date(2018, 1, 1), "first")


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("{valid_from: 2024-01-01, confidence: verified, value: 1}", "entry 1: «source» is missing"),
        ("{valid_from: 2024-01-01, source: x, confidence: sure, value: 1}", "«confidence» must be one of"),
        ("{valid_from: soon, source: x, confidence: verified, value: 1}", "«valid_from» must be a date"),
        ("{source: x, confidence: verified, value: 1}", "«valid_from» must be a date"),
        (
            "{valid_from: 2024-01-01, valid_to: 2024-01-01, source: x, confidence: verified, value: 1}",
            "must be after valid_from",
        ),
        ("{valid_from: 2024-01-01, source: x, confidence: verified}", "it says nothing"),
        ("just words", "expected a mapping"),
    ],
)
def test_a_wrong_entry_is_named(tmp_path: Path, entry: str, message: str) -> None:
    with pytest.raises(RuleFileError, match=message):
        load(written(tmp_path, f"entries:\n  - {entry}\n"))


def test_two_rules_on_the_same_day_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleFileError, match="entries 1 and 2 are in force on the same days"):
        load(written(tmp_path, GOOD.replace("valid_to: 2024-01-01, ", "")))


@pytest.mark.parametrize("text", ["", "- a\n- b", "entries: {}", "entries: [\n", "a: 1"])
def test_a_file_of_another_shape_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(RuleFileError):
        load(written(tmp_path, text))
