"""Hours as people write them, as they are kept, as they are said, and whether it is open."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accanto.access.directory.hours import HoursNotUnderstood, in_words, opening, read, tidy, write
from tests.scenarios import ROME, moment

MORNING = [[day, "09:00", "13:00"] for day in range(1, 6)]
NIGHT = [[day, "19:00", "08:00"] for day in range(1, 8)]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("lun-ven 9-13", MORNING),
        ("dal lunedì al venerdì dalle 9 alle 13", MORNING),
        ("Lun–Ven, 9.00–13.00", MORNING),
        ("mar gio 15-17.30", [[2, "15:00", "17:30"], [4, "15:00", "17:30"]]),
        ("martedì e giovedì 9-13 e 15-17", [[2, "09:00", "13:00"], [2, "15:00", "17:00"], [4, "09:00", "13:00"], [4, "15:00", "17:00"]]),
        ("tutti i giorni 0-24", [[day, "00:00", "00:00"] for day in range(1, 8)]),
        ("sab-lun 10-12", [[1, "10:00", "12:00"], [6, "10:00", "12:00"], [7, "10:00", "12:00"]]),
        ("ogni giorno 19-8", NIGHT),
        ("", []),
    ],
)  # fmt: skip
def test_hours_are_read_as_people_write_them(text: str, kept: list[list[int | str]]) -> None:
    assert read(text) == kept


@pytest.mark.parametrize(
    "text", ["9-13", "lun", "lun 9", "lun 25-26", "lun mattina", "lun 9-13 12-15", "lun 9-", "lun 9 mar 10"]
)
def test_what_cannot_be_read_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(HoursNotUnderstood) as refused:
        read(text)
    assert len(str(refused.value)) > 10


spans = st.lists(
    st.tuples(st.integers(1, 7), st.integers(0, 23), st.sampled_from(["00", "30"]), st.integers(1, 5)),
    max_size=8,
)


@given(spans)
def test_what_is_written_is_read_back(drawn: list[tuple[int, int, str, int]]) -> None:
    rows = [
        [day, f"{hour:02d}:{half}", f"{(hour + long) % 24:02d}:{half}"] for day, hour, half, long in drawn
    ]
    try:
        kept = tidy(rows)
    except HoursNotUnderstood:
        return
    assert read(write(kept)) == kept


def test_hours_are_said_in_words() -> None:
    assert in_words(read("lun-ven 9-13; mar gio 9-13 15-17.30")) == (
        "lunedì, mercoledì, venerdì 9–13; martedì, giovedì 9–13 e 15–17.30"
    )


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return moment(day, hour).astimezone(ROME).replace(minute=minute)


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (at(date(2026, 11, 23), 10), "aperto ora, fino alle 13"),
        (at(date(2026, 11, 23), 8), "apre oggi alle 9"),
        (at(date(2026, 11, 23), 13), "apre domani alle 9"),
        (at(date(2026, 11, 27), 14), "apre lunedì alle 9"),
        # 8 December is a holiday, and a Tuesday.
        (at(date(2026, 12, 7), 14), "apre mercoledì alle 9"),
    ],
)
def test_it_says_when_it_is_open(now: datetime, said: str) -> None:
    assert opening(MORNING, now).words(now.date()) == said


def test_a_night_shelter_is_open_after_midnight() -> None:
    assert opening(NIGHT, at(date(2026, 11, 24), 3)).words(date(2026, 11, 24)) == "aperto ora, fino alle 8"
    assert opening([], at(date(2026, 11, 24), 3)).words(date(2026, 11, 24)) == ""
    everyday = [[2, "09:00", "13:00"]]
    assert opening(everyday, at(date(2026, 12, 8), 10), closed_on_holidays=False).until is not None
    assert opening(everyday, at(date(2026, 12, 8), 10)).until is None
