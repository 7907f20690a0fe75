"""A year outside those in which people live and orders run is refused by every form, in words."""

import pytest
from django import forms
from django.utils import translation

from accanto.core.forms.base import AccantoForm


class _Term(AccantoForm):
    last_day = forms.DateField()
    at = forms.DateTimeField(required=False)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("1850-01-01", []),
        ("2200-12-31", []),
        ("1849-12-31", ["L’anno 1849 qui non è possibile: scrivine uno tra 1850 e 2200."]),
        ("9999-12-31", ["L’anno 9999 qui non è possibile: scrivine uno tra 1850 e 2200."]),
    ],
)
def test_a_day_is_of_a_likely_year(written: str, said: list[str]) -> None:
    with translation.override("it"):
        assert _Term({"last_day": written}).errors.get("last_day", []) == said


def test_a_moment_is_of_a_likely_year() -> None:
    with translation.override("it"):
        found = _Term({"last_day": "2026-11-23", "at": "0001-01-01T00:00"}).errors
    assert found == {"at": ["L’anno 1 qui non è possibile: scrivine uno tra 1850 e 2200."]}
