"""Italian prepositions before the 8th and the 11th."""

import pytest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import override

from accanto.core.elision import NBSP, elided
from accanto.core.web.elision import ElideDays


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("entro il 8\xa0ottobre 2026", "entro l’8\xa0ottobre 2026"),
        ("Dal 11\xa0gennaio al 8\xa0febbraio", "Dall’11\xa0gennaio all’8\xa0febbraio"),
        ("esito positivo del\n11\xa0marzo", "esito positivo dell’11\xa0marzo"),
        ("dal 1°\xa0maggio al 18\xa0maggio", "dal 1°\xa0maggio al 18\xa0maggio"),
        ("dal 8 al 11 persone, il 8%", "dal 8 al 11 persone, il 8%"),
    ],
)
def test_prepositions_are_joined_to_the_two_days_that_begin_with_a_vowel(written: str, read: str) -> None:
    with override("it"):
        assert elided(written) == read


def test_other_languages_are_left_alone() -> None:
    with override("en"):
        assert elided(f"al 8{NBSP}marzo") == f"al 8{NBSP}marzo"


def test_pages_are_joined_and_data_are_not() -> None:
    text = f"dal 8{NBSP}marzo"
    with override("it"):
        page = ElideDays(lambda _request: HttpResponse(text))(HttpRequest())
        data = ElideDays(lambda _request: JsonResponse({"text": text}))(HttpRequest())
    assert page.content.decode() == f"dall’8{NBSP}marzo"
    assert JsonResponse({"text": text}).content == data.content
