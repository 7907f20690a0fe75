"""Dates, amounts and drawings as people read them."""

from datetime import date
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from accanto.core.forms.money import parse_amount
from accanto.core.listing import Column
from accanto.core.templatetags import accanto_charts, accanto_people
from accanto.core.templatetags.accanto_ui import (
    date_words,
    euro,
    initials,
    percent,
    relative_days,
    sort_header,
    working_days,
)

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("day", "today", "words"),
    [
        (date(2026, 11, 23), None, "23 novembre 2026"),
        (date(2026, 12, 1), TODAY, "1° dicembre"),
        (date(2027, 1, 2), TODAY, "2 gennaio 2027"),
        (TODAY, TODAY, "oggi"),
        (date(2026, 11, 24), TODAY, "domani"),
        (date(2026, 11, 22), TODAY, "ieri"),
        (None, TODAY, ""),
    ],
)
def test_a_date_is_said_in_words(day: date | None, today: date | None, words: str) -> None:
    with override("it"):
        assert date_words(day, today).replace("\N{NO-BREAK SPACE}", " ") == words


def test_words_follow_the_language_of_the_reader() -> None:
    with override("it"):
        italian = [euro(Decimal("-1234.5")), percent(60), working_days(-4), working_days(1), relative_days(3)]
    with override("en"):
        english = [euro(Decimal("-1234.5")), percent(60), working_days(-4), working_days(1), relative_days(3)]
    assert [text.replace("\N{NO-BREAK SPACE}", " ") for text in italian] == [
        "−1.234,50 €",
        "60 %",
        "−4 giorni lavorativi",
        "1 giorno lavorativo",
        "tra 3 giorni",
    ]
    assert [text.replace("\N{NO-BREAK SPACE}", " ") for text in english] == [
        "−€1,234.50",
        "60 %",
        "−4 working days",
        "1 working day",
        "in 3 days",
    ]


def test_initials_are_the_first_and_last_names() -> None:
    assert [initials("Anna Maria Prova"), initials("anna")] == ["AP", "AN"]


@given(st.decimals(min_value=-10_000_000, max_value=10_000_000, places=2))
def test_an_amount_that_was_shown_is_read_back_the_same(amount: Decimal) -> None:
    with override("it"):
        assert parse_amount(euro(amount)) == amount
    with override("en"):
        assert parse_amount(f"{amount:,.2f}") == amount


@pytest.mark.parametrize("text", ["", "abc", "1.23.456", "1,2,3", "12.34,5.6", "1e5", "1.2345,00"])
def test_an_amount_that_could_mean_two_things_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_amount(text)


def test_a_dot_before_three_digits_divides_thousands() -> None:
    assert [parse_amount("1.234"), parse_amount("1234.50"), parse_amount("1.234,5 €")] == [
        Decimal(1234),
        Decimal("1234.50"),
        Decimal("1234.5"),
    ]


def test_sorting_turns_round_and_goes_back_to_the_first_page() -> None:
    request = RequestFactory().get("/casi/", {"ordine": "name", "pagina": "3", "stato": "open"})
    drawn = sort_header({"request": request}, {"key": "name", "label": "Name"}, "name")  # type: ignore[arg-type]
    assert (drawn["direction"], drawn["address"]) == ("ascending", "?ordine=-name&stato=open")


def test_charts_escape_words_carry_a_table_and_no_inline_style() -> None:
    data = [("<b>Polo</b>", 3), ("Montagna", 0)]
    drawings = [
        accanto_charts.bar_chart(data, title="T"),
        accanto_charts.line_chart(data, title="T"),
        accanto_charts.histogram(data, title="T"),
        accanto_charts.stacked_bar_chart([("<b>Polo</b>", [1, 2])], ["A", "B"], title="T"),
    ]
    for drawing in drawings:
        assert "style=" not in drawing
        assert "<b>" not in drawing
        assert drawing.count("<table") == 1


def test_empty_charts_are_drawn_without_a_fault() -> None:
    assert accanto_charts.bar_chart([], title="T").count("<rect") == 0
    assert accanto_charts.line_chart([], title="T").count("<circle") == 0
    assert accanto_charts.histogram([], title="T").count("<rect") == 0


def test_a_genogram_says_every_member_in_words() -> None:
    members = [
        {"name": "Lucia", "sex": "F", "age": 38, "relation": "reference"},
        {"name": "Carlo", "sex": "M", "age": 44, "relation": "spouse", "separated": True},
        {"name": "Nico", "sex": "M", "age": 1, "relation": "child"},
        {"name": "Ada", "sex": "F", "age": None, "relation": "parent", "deceased": True},
    ]
    with override("it"):
        drawing = accanto_people.genogram(members)
    assert "Lucia, persona di riferimento, 38 anni" in drawing
    assert "Carlo, coniuge, 44 anni, legame interrotto" in drawing
    assert "Nico, figlia o figlio, 1 anno" in drawing
    assert "Ada, genitore, non più in vita" in drawing
    assert accanto_people.genogram([]) == ""


COLUMNS = [
    Column("name", "Nome", str),
    Column("day", "Giorno", str),
    Column("sum", "Somma", str, numeric=True),
]


def drawn_row(*cells: object, url: str = "") -> str:
    """The cells as a list draws them, in Italian."""
    source = "{% load accanto_lists %}{% row_cells row columns %}"
    with override("it"):
        context = Context({"row": {"url": url, "cells": cells}, "columns": COLUMNS})
        return Template(source).render(context).replace("\N{NO-BREAK SPACE}", " ")


def test_a_row_links_its_first_cell_and_writes_days_and_figures_as_any_page_does() -> None:
    assert drawn_row("Prova", date(2026, 12, 1), Decimal("1234.5"), url="/casi/1/") == (
        '<th scope="row"><a href="/casi/1/">Prova</a></th>'
        '<td data-label="Giorno"><div>1 Dicembre 2026</div></td>'
        '<td class="ac-num" data-label="Somma"><div>1234,5</div></td>'
    )


def test_a_cell_may_say_more_than_its_text_and_what_is_missing_is_a_dash() -> None:
    late = {
        "text": "in ritardo",
        "tone": "late",
        "small": "da 3 giorni",
        "tags": [{"label": "urgente"}, "nuovo"],
    }
    assert drawn_row({"text": "Prova", "url": "/p/"}, late, None) == (
        '<th scope="row"><a href="/p/">Prova</a></th>'
        '<td data-label="Giorno"><div><span class="ac-tag ac-tag-late">in ritardo</span>'
        '<div class="ac-small ac-quiet">da 3 giorni</div>'
        '<div class="ac-tags"><span class="ac-tag">urgente</span><span class="ac-tag">nuovo</span></div></div></td>'
        '<td class="ac-num" data-label="Somma"><div>–</div></td>'
    )


def test_nothing_that_people_typed_becomes_part_of_the_page() -> None:
    evil = "<script>alert('x')</script>"
    page = drawn_row(
        evil,
        {"text": evil, "tone": '"><b>', "small": evil, "tags": [{"label": evil}]},
        {"text": evil, "url": evil},
    )
    assert "<script" not in page
    assert "<b>" not in page
    assert page.count("&lt;script&gt;") == 6


def test_a_row_of_another_length_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="zip"):
        drawn_row("Prova", "uno")
