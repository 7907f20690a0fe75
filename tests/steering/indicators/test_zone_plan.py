from datetime import date

import pytest

from accanto.steering.indicators.queries.zone_plan import zone_plan
from accanto.steering.indicators.views.source import difference
from tests import cast
from tests.steering.indicators import situation as s
from tests.steering.indicators.test_pages import text


def test_five_row_totals_and_every_column_total_are_wrong() -> None:
    plan = zone_plan()
    assert {line.name: line.total.difference for line in plan.wrong_lines} == {
        "Serravalle Pistoiese": -1, "Quarrata": 4, "Agliana": 32, "San Marcello Piteglio": -6, "Sambuca Pistoiese": 8,
    }  # fmt: skip
    assert [column.difference for column in plan.columns] == [-10, 13, -1, 13, -2]
    assert plan.wrong_columns == 6
    assert (plan.grand_total, plan.cells_sum, plan.column_totals_sum, plan.row_totals_sum) == (
        1707,
        1722,
        1735,
        1759,
    )


def test_two_sizes_of_table_1_are_impossible() -> None:
    plan = zone_plan()
    assert [line.size for line in plan.sizes if line.impossible] == [4, 6]
    assert sum(line.percent for line in plan.sizes) == 100


@pytest.mark.django_db
def test_the_page_points_out_each_difference_in_words() -> None:
    page = text(cast.CARLA, "fonte/", "")
    assert "5 totali di riga sbagliati" in page
    assert "6 totali di colonna sbagliati" in page
    for line in zone_plan().wrong_lines:
        assert difference(line.total) in page
    assert "32 di troppo" in page
    assert "6 che mancano" in page
    assert "1.707 stampato, 1.722 sommando le celle" in page


@pytest.mark.django_db
def test_a_cell_that_differs_from_the_data_says_so_to_those_who_may_see_rows() -> None:
    for _ in range(2):
        s.application("rejected", town="Abetone Cutigliano", measure="rei", on=date(2018, 5, 2))
    rows = text(cast.CARLA, "fonte/", "").split("Abetone Cutigliano")[1].split("</tr>")[0]
    assert "nei dati" not in rows
    s.application("rejected", town="Abetone Cutigliano", measure="rei", on=date(2018, 11, 30))
    s.application("rejected", town="Abetone Cutigliano", measure="rei", on=date(2018, 12, 1))
    rows = text(cast.CARLA, "fonte/", "").split("Abetone Cutigliano")[1].split("</tr>")[0]
    assert "nei dati: 3" in rows
    assert "nei dati" not in text(cast.NADIA, "fonte/", "")
