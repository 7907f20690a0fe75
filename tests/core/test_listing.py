from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pytest
from django import forms
from django.core.exceptions import BadRequest
from django.db import connection
from django.db.models import QuerySet
from django.http import HttpRequest
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from accanto.core.listing import Cell, Column, LightPaginator, ListPage, pages
from accanto.territory.places.models import Municipality

pytestmark = pytest.mark.django_db


@dataclass
class Reader:
    permissions: frozenset[str] = frozenset()
    is_authenticated = False

    def may(self, permission: str) -> bool:
        return permission in self.permissions


class Filters(forms.Form):
    name = forms.CharField(required=False, max_length=12)

    def apply(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.filter(name__icontains=self.cleaned_data["name"])


def visible(request: HttpRequest) -> QuerySet[Municipality]:
    return Municipality.objects.filter(province="ZZ").exclude(name="Nascosta")


def page_of(**changes: Any) -> ListPage:
    settings: dict[str, Any] = {
        "title": "Comuni di prova",
        "rows": visible,
        "columns": [
            Column("name", "Comune", lambda m: Cell(m.name, url=f"/x/{m.pk}/"), sort=("name",)),
            Column("code", "Codice", lambda m: m.istat_code, sort=("istat_code",)),
            Column("zone", "In zona", lambda m: m.in_zone),
            Column("secret", "Riservato", lambda m: m.belfiore, permission="see.secret", sort=("belfiore",)),
        ],
        "default_order": "name",
        "leaving": lambda rows: rows,
        "filters": Filters,
    }
    return ListPage(**{**settings, **changes})


@pytest.fixture
def sixty() -> None:
    Municipality.objects.bulk_create(
        Municipality(
            istat_code=f"9{n:05}", belfiore=f"Y{n:03}", name=f"Prova {n:02}", province="ZZ", in_zone=n < 3
        )
        for n in range(60)
    )
    Municipality.objects.create(istat_code="999999", belfiore="Y999", name="Nascosta", province="ZZ")


def ask(query: str = "", reader: Reader | None = None, **headers: Any) -> HttpRequest:
    request = RequestFactory().get(f"/lista/?{query}", **headers)
    request.user = reader or Reader()  # type: ignore[assignment]
    return request


def drawn(page: ListPage) -> str:
    request = ask(headers={"HX-Request": "true", "HX-Target": "elenco"})
    request.htmx = True  # type: ignore[attr-defined]
    return page.respond(request, "does/not/exist.html").content.decode()


def shown(page: ListPage, query: str = "", reader: Reader | None = None) -> dict[str, Any]:
    request = ask(query, reader)
    form, rows = page._narrowed(request)
    return page.context(request, rows.order_by(*page._ordering(request)), form)


def names(context: dict[str, Any]) -> list[str]:
    return [row["cells"][0]["text"] for row in context["rows"]]


def file(page: ListPage, query: str, reader: Reader | None = None) -> bytes:
    response = page.respond(ask(query, reader), "unused.html")
    assert 'filename="comuni-di-prova.' in response.headers["Content-Disposition"]
    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    response.file_to_stream.close()  # type: ignore[attr-defined]
    return content


def sheet(page: ListPage, query: str, reader: Reader | None = None) -> list[list[Any]]:
    content = file(page, query, reader)
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()


@pytest.mark.usefixtures("sixty")
class TestListPage:
    def test_pages_of_25_in_the_usual_order(self) -> None:
        assert names(shown(page_of())) == [f"Prova {n:02}" for n in range(25)]
        assert names(shown(page_of(), "pagina=3")) == [f"Prova {n:02}" for n in range(50, 60)]
        assert names(shown(page_of(), "pagina=abc")) == names(shown(page_of()))
        assert len(names(shown(page_of(), "pagina=999"))) == 10

    def test_only_allowed_orders_count(self) -> None:
        assert names(shown(page_of(), "ordine=-code"))[0] == "Prova 59"
        for refused in ("zone", "secret", "password", "-", "name__x"):
            assert names(shown(page_of(), f"ordine={refused}"))[0] == "Prova 00"
        assert names(shown(page_of(), "ordine=-secret", Reader(frozenset({"see.secret"}))))[0] == "Prova 59"

    def test_a_wrong_filter_shows_its_error_and_no_row(self) -> None:
        assert names(shown(page_of(), "name=prova+07")) == ["Prova 07"]
        context = shown(page_of(), "name=far+too+long+for+it")
        assert (context["rows"], list(context["filters"].errors)) == ([], ["name"])

    @pytest.mark.parametrize("kind", ["xlsx", "ods"])
    def test_the_file_has_all_rows_and_the_columns_of_the_screen(self, kind: str) -> None:
        lines = sheet(page_of(), f"formato={kind}&ordine=-name")
        assert lines[0] == ["Comune", "Codice", "In zona"]
        assert [line[0] for line in lines[1:]] == [f"Prova {n:02}" for n in reversed(range(60))]
        assert sheet(page_of(), f"formato={kind}&name=59")[1:] == [["Prova 59", "900059", "no"]]

    def test_a_column_of_others_is_in_neither_place(self) -> None:
        assert [c.key for c in shown(page_of())["columns"]] == ["name", "code", "zone"]
        with_right = Reader(frozenset({"see.secret"}))
        assert [c.key for c in shown(page_of(), "", with_right)["columns"]] == [
            "name",
            "code",
            "zone",
            "secret",
        ]
        assert sheet(page_of(), "formato=xlsx", with_right)[0][-1] == "Riservato"

    def test_a_csv_opens_in_a_spreadsheet(self) -> None:
        content = file(page_of(), "formato=csv&name=07")
        assert content.decode("utf-8-sig").splitlines() == ["Comune;Codice;In zona", "Prova 07;900007;no"]

    def test_an_unknown_format_is_refused(self) -> None:
        with pytest.raises(BadRequest):
            page_of().respond(ask("formato=exe"), "unused.html")

    def test_rows_are_prepared_together_on_screen_and_in_the_file(self) -> None:
        seen: list[int] = []
        page = page_of(prepare=lambda rows: seen.append(len(rows)))
        shown(page)
        sheet(page, "formato=xlsx")
        assert seen == [25, 60]

    def test_two_queries_whatever_the_rows(self) -> None:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            shown(page_of())
        assert len(queries) == 2

    def test_htmx_gets_the_part_alone(self) -> None:
        request = ask("pagina=2", headers={"HX-Request": "true", "HX-Target": "elenco"})
        request.htmx = True  # type: ignore[attr-defined]
        text = page_of().respond(request, "does/not/exist.html").content.decode()
        assert text.strip().startswith('<section class="ac-sheet" id="elenco"')
        assert "Prova 25" in text
        assert "Prova 24" not in text

    def test_counting_stops_at_the_limit(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(pages, "COUNT_UP_TO", 40)
        paginator = LightPaginator(Municipality.objects.filter(province="ZZ").order_by("pk"))
        assert (paginator.count, paginator.more, paginator.num_pages) == (40, True, 2)
        monkeypatch.setattr(pages, "COUNT_UP_TO", 61)
        exact = LightPaginator(Municipality.objects.filter(province="ZZ").order_by("pk"))
        assert (exact.count, exact.more) == (61, False)

    def test_past_the_limit_the_page_says_that_there_are_more(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert "di 60 righe" in drawn(page_of())
        monkeypatch.setattr(pages, "COUNT_UP_TO", 40)
        text = drawn(page_of())
        assert "di oltre 40 righe" in text
        assert "oltre 40</span>" in text
        assert "pagina 1</span>" in text

    def test_rows_already_counted_are_not_counted_again(self) -> None:
        with CaptureQueriesContext(connection) as queries:
            text = drawn(page_of(filters=None, total=60))
        assert len(queries) == 1
        assert "di 60 righe" in text
