import json
from datetime import date

import pytest

from accanto.faces.cli.main import build_parser
from tests.steering.indicators import situation as s

pytestmark = pytest.mark.django_db


def report(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    args = build_parser().parse_args(["report", "indicators", *arguments])
    args.run(args)
    return capsys.readouterr().out


def test_json_has_every_figure_with_its_sides(capsys: pytest.CaptureFixture[str]) -> None:
    s.household(analysis_on=date(2026, 7, 1))
    s.household()
    s.application("rejected", town="Quarrata")
    found = {one["code"]: one for one in json.loads(report(capsys, "--json", "--as-of", "2026-11-23"))}
    assert len(found) == 11
    share = found["analysis_share"]
    assert (share["value"], share["numerator"], share["denominator"], share["unit"]) == (50, 1, 2, "percent")
    days = found["days_outcome_to_analysis"]
    assert (days["min"], days["median"], days["max"], days["value"]) == (21, 21, 21, 21)
    assert [r["code"] for r in found["project_share"]["readings"]] == ["of_positive", "of_analysed"]
    assert {name: value for name, value in found["applications"]["rows"][-1].items() if name != "name"} == {
        "municipality": "047017",
        "outcome": "rejected",
        "count": 1,
    }
    assert found["households_by_size"]["rows"] == [{"size": 1, "minors": 0, "count": 1}]


def test_another_day_measure_and_municipality(capsys: pytest.CaptureFixture[str]) -> None:
    s.household(measure="rei", outcome_on=date(2018, 3, 1), analysis_on=date(2018, 5, 2), town="Quarrata")
    asked = ["--json", "--measure", "rei", "--municipality", "047017", "--as-of"]
    assert json.loads(report(capsys, *asked, "2018-11-30"))[0]["numerator"] == 1
    assert json.loads(report(capsys, *asked, "2018-05-01"))[0]["numerator"] == 0


def test_plain_words_and_wrong_calls(capsys: pytest.CaptureFixture[str]) -> None:
    assert "analysis_share" in report(capsys)
    with pytest.raises(SystemExit) as stopped:
        report(capsys, "--as-of", "yesterday")
    assert stopped.value.code == 2
    with pytest.raises(Exception, match="999999"):
        report(capsys, "--municipality", "999999")
