from hypothesis import given
from hypothesis import strategies as st

from accanto.steering.indicators.small_numbers import COMPLEMENT, FEW, Hidden, Table, betrays, table

ROWS, COLUMNS = ("a", "b", "c"), ("x", "y")
CELLS = st.fixed_dictionaries({(row, column): st.integers(0, 12) for row in ROWS for column in COLUMNS})


def lines(found: Table) -> list[list[int | Hidden]]:
    rows = [[*(found.cells[row, column] for column in COLUMNS), found.row_totals[row]] for row in ROWS]
    rows.append([*(found.column_totals[column] for column in COLUMNS), found.total])
    columns = [
        [*(found.cells[row, column] for row in ROWS), found.column_totals[column]] for column in COLUMNS
    ]
    columns.append([*(found.row_totals[row] for row in ROWS), found.total])
    return rows + columns


@given(CELLS)
def test_no_sum_betrays_a_hidden_number(cells: dict[tuple[str, str], int]) -> None:
    found = table(cells, ROWS, COLUMNS, full=False)
    for line in lines(found):
        assert sum(isinstance(value, Hidden) for value in line) != 1
        assert not any(value in {1, 2, 3, 4} for value in line)


@given(CELLS)
def test_what_is_shown_is_true_and_with_the_right_everything_is(cells: dict[tuple[str, str], int]) -> None:
    whole, found = table(cells, ROWS, COLUMNS, full=True), table(cells, ROWS, COLUMNS, full=False)
    assert whole.total == sum(cells.values())
    for seen, true in zip(lines(found), lines(whole), strict=True):
        assert all(isinstance(one, Hidden) or one == other for one, other in zip(seen, true, strict=True))


def test_a_table_worked_by_hand() -> None:
    cells = {("a", "x"): 3, ("a", "y"): 20, ("b", "x"): 40, ("b", "y"): 9, ("c", "x"): 0, ("c", "y"): 7}
    found = table(cells, ROWS, COLUMNS, full=False)
    assert found.cells["a", "x"] == FEW
    # 3 would come back from the row (23 − 20) and from the column (43 − 40).
    assert {place for place, value in found.cells.items() if value == COMPLEMENT} == {
        ("a", "y"), ("b", "x"), ("b", "y"),
    }  # fmt: skip
    assert found.total == 79
    assert str(FEW) != str(COMPLEMENT)


def test_a_share_is_about_those_with_and_those_without() -> None:
    assert not betrays(5, 10)
    assert not betrays(0, 5)
    assert not betrays(10, 10)
    assert betrays(4, 100)
    assert betrays(97, 100)
    assert betrays(3, 3)
