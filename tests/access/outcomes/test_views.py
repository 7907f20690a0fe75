"""The pages: who may open them, how many queries they need, and what they say."""

import io
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accanto.access.outcomes.enums import ImportState
from accanto.access.outcomes.models import Accompaniment, Application, Candidate, OutcomeImport
from accanto.access.outcomes.operations import run_import
from accanto.casework.cases.models import Case
from accanto.people.persons.compartments import fenced
from accanto.people.persons.models import Person
from accanto.people.persons.operations import create_person
from tests import cast
from tests.access.outcomes.samples import (
    HEADINGS,
    as_csv,
    as_xlsx,
    begin,
    code_of,
    counts,
    imported,
    many,
    row,
)
from tests.scenarios import NOW, family_in_charge

pytestmark = pytest.mark.django_db
BORN = date(1980, 5, 14)


@pytest.fixture
def carla(client):
    user = cast.user(cast.CARLA)
    client.force_login(user)
    return user


def page(client, name, *args, **query):
    return client.get(reverse(f"outcomes:{name}", args=args), query)


LISTS = ["home", "applications", "waiting", "accompany_list", "imports"]


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("who", [cast.CARLA, cast.MARCO])
def test_those_who_follow_the_lists_open_every_page_empty_and_full(client, name, who):
    client.force_login(cast.user(who))
    assert page(client, name).status_code == 200
    imported(
        as_csv(
            [*many(3), row("INPS-X", code="", last="Prova"), row("INPS-Y", last="Finti", outcome="respinta")]
        )
    )
    assert page(client, name).status_code == 200


@pytest.mark.parametrize("name", [*LISTS, "upload"])
@pytest.mark.parametrize("who", [cast.ANNA, cast.BRUNO, cast.NADIA, cast.PAOLO, cast.ZENO])
def test_others_may_not(client, name, who):
    imported(as_csv(many(3)))
    client.force_login(cast.user(who))
    assert page(client, name).status_code == 403


def test_a_worker_sees_the_application_of_her_own_case_and_no_other(client):
    situation = family_in_charge()
    imported(as_csv([row(), row("INPS-2", last="Prova")]))
    mine, other = Application.objects.order_by("protocol")
    Application.objects.filter(pk=mine.pk).update(case=situation.case)
    client.force_login(cast.user(cast.ANNA))
    assert page(client, "application", mine.pk).status_code == 200
    assert page(client, "application", other.pk).status_code == 404
    client.force_login(cast.user(cast.GIULIA))
    assert page(client, "application", mine.pk).status_code == 404


def test_the_desk_reads_who_follows_the_household_without_opening_its_case(client):
    situation = family_in_charge()
    imported(as_csv([row(), row("INPS-2", last="Prova")]))
    mine, other = Application.objects.order_by("protocol")
    Application.objects.filter(pk=mine.pk).update(case=situation.case)
    client.force_login(cast.user(cast.DARIO))
    told = page(client, "application", mine.pk).content.decode()
    for words in ("Chi segue il nucleo", "Anna Prova", "Polo Pistoia Nord", "0573 555 110"):
        assert words in told
    assert reverse("case", args=[situation.case.pk]) not in told
    told = page(client, "application", other.pk).content.decode()
    for words in ("aspetta di essere assegnato", "Ufficio inclusione della zona", "0573 555 100"):
        assert words in told
    assert "Anna Prova" not in told


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (row(code=""), "prima bisogna decidere di chi si tratta"),
        (row(outcome="respinta"), "il nucleo non è in carico per questa domanda"),
    ],
)
def test_whoever_is_not_followed_is_told_to_whom_to_turn(client, line, words):
    imported(as_csv([line]))
    client.force_login(cast.user(cast.DARIO))
    told = page(client, "application", Application.objects.get().pk).content.decode()
    assert words in told
    assert "0573 555 100" in told


def test_of_a_case_behind_a_fence_the_desk_reads_nothing(client):
    situation = family_in_charge()
    Case.objects.filter(pk=situation.case.pk).update(compartment=fenced()[0])
    imported(as_csv([row()]))
    Application.objects.update(case=situation.case)
    client.force_login(cast.user(cast.DARIO))
    assert page(client, "application", Application.objects.get().pk).status_code == 404
    told = page(client, "applications").content.decode()
    for words in ("Campioni", "INPS-", "Anna Prova", "Polo Pistoia Nord"):
        assert words not in told


def test_a_case_without_a_worker_leads_to_its_office(client):
    situation = family_in_charge()
    Case.objects.filter(pk=situation.case.pk).update(responsible=None)
    imported(as_csv([row()]))
    Application.objects.update(case=situation.case)
    client.force_login(cast.user(cast.DARIO))
    told = page(client, "application", Application.objects.get().pk).content.decode()
    assert "non ha ancora un operatore responsabile" in told
    assert "0573 555 110" in told


def test_the_planner_imports_but_does_not_decide(client):
    imported(as_csv([row(code="")]))
    one = Application.objects.get()
    client.force_login(cast.user(cast.MARCO))
    assert page(client, "upload").status_code == 200
    assert client.post(reverse("outcomes:new", args=[one.pk])).status_code == 403
    assert client.post(reverse("outcomes:code", args=[one.pk]), {"code": "x"}).status_code == 403
    assert client.post(reverse("outcomes:accompany", args=[one.pk]), {"text": "x"}).status_code == 403
    assert Person.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "queries"),
    [("home", 14), ("applications", 12), ("waiting", 12), ("accompany_list", 12), ("imports", 11)],
)
def test_lists_need_the_same_queries_for_few_rows_and_for_many(
    client, carla, name, queries, django_assert_max_num_queries
):
    imported(as_csv([*many(4), *many(30, outcome="respinta", start=4), *(_nameless(n) for n in range(30))]))
    for number in range(3):
        imported(as_csv(many(2)), source=f"Fonte {number}")
    with django_assert_max_num_queries(queries):
        assert page(client, name).status_code == 200


def _nameless(number: int) -> list[str]:
    return row(
        f"INPS-N{number}", last="Bozzetti", first="Gina", code="", born=date(1960, 1, 1) + timedelta(number)
    )


def test_the_application_page_needs_few_queries(client, carla, django_assert_max_num_queries):
    imported(as_csv([row(outcome="respinta", reason="Isee oltre soglia")]))
    with django_assert_max_num_queries(14):
        answer = page(client, "application", Application.objects.get().pk)
    assert "Isee oltre soglia" in answer.content.decode()


def test_the_whole_way_of_a_list_through_the_pages(client, carla):
    content = as_csv([row(), row("INPS-2", town="Atlantide", last="Prova")])
    answer = client.post(
        reverse("outcomes:upload"),
        {"file": SimpleUploadedFile("esiti.csv", content), "source": "INPS", "measure": ""},
    )
    one = OutcomeImport.objects.get()
    assert answer.url == reverse("outcomes:mapping", args=[one.pk])
    form = page(client, "mapping", one.pk).context["form"]
    data = {name: form[name].initial for name in form.fields}
    assert client.post(answer.url, data).url == reverse("outcomes:preview", args=[one.pk])
    shown = page(client, "preview", one.pk)
    assert (len(shown.context["plan"].created), len(shown.context["plan"].rejected)) == (1, 1)
    assert "Atlantide" in shown.content.decode()
    assert Application.objects.count() == 0
    started = client.post(reverse("outcomes:start", args=[one.pk]))
    one.refresh_from_db()
    assert (one.state, one.job.owner) == (ImportState.RUNNING, carla)
    assert page(client, "import", one.pk).status_code == 200
    assert "hx-get" in page(client, "progress", one.pk).content.decode()
    run_import(outcome_import=one, by=carla, at=NOW)
    assert "Atlantide" in client.get(started.url).content.decode()
    assert client.post(reverse("outcomes:start", args=[one.pk])).status_code == 302
    assert Application.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "vuoto"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "non è un elenco"),
        (b"a;b\n1;\x002\n", "Riga 2"),
        (b"PK\x03\x04" + b"x" * 200, "rovinato"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words_and_nothing_is_kept(client, carla, content, words):
    answer = client.post(
        reverse("outcomes:upload"), {"file": SimpleUploadedFile("x.csv", content), "source": "INPS"}
    )
    assert answer.status_code == 422
    assert words.lower() in answer.content.decode().lower()
    assert OutcomeImport.objects.count() == 0


def test_a_mapping_without_an_outcome_says_what_is_missing(client, carla):
    one = begin(as_csv([row()]), by=carla)
    form = page(client, "mapping", one.pk).context["form"]
    data = {name: form[name].initial for name in form.fields} | {"0_outcome": ""}
    answer = client.post(reverse("outcomes:mapping", args=[one.pk]), data)
    assert answer.status_code == 422
    assert OutcomeImport.objects.get().state == ImportState.UPLOADED


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods"])
def test_refused_rows_come_back_mended(client, carla, kind, tmp_path):
    done = imported(as_csv([row("INPS-1", town="Atlantide"), row("INPS-2", last="Prova", outcome="boh")]))
    answer = client.get(reverse("outcomes:rejected", args=[done.pk]), {"formato": kind})
    file = b"".join(answer.streaming_content)
    again = imported(file, filename=f"x.{kind}")
    assert counts(again) == (2, 0, 0, 0, 2)
    if kind == "csv":
        mended = file.decode("utf-8-sig").replace("Atlantide", "Pistoia").replace("boh", "sospesa")
        assert counts(imported(mended.encode())) == (2, 2, 0, 0, 0)


def test_a_formula_in_a_refused_row_comes_back_as_text(client, carla):
    done = imported(as_csv([row(last="=HYPERLINK(1)", town="@Atlantide")]))
    answer = client.get(reverse("outcomes:rejected", args=[done.pk]), {"formato": "csv"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert ";'=HYPERLINK(1);" in text
    assert ";'@Atlantide;" in text


def test_the_table_counts_on_any_day_and_points_out_wrong_totals(client, carla, tmp_path):
    table = [
        ["COMUNE", "POSITIVE", "DECADUTE", "SOSPESE", "IN LAVORAZIONE", "RESPINTE", "TOTALE"],
        ["Pistoia", 2, 0, 0, 0, 0, 5],
    ]
    rows = [row(), row("INPS-2", last="Prova", on=date(2026, 11, 10))]
    imported(as_xlsx(tmp_path / "x.xlsx", {"Elenco": [HEADINGS, *rows], "Quadro": table}), filename="x.xlsx")
    today = page(client, "home", al="2026-11-23")
    assert today.context["table"].foot.total.count == 2
    assert "5" in today.content.decode()
    assert today.context["table"].differences == 1
    assert page(client, "home", al="2026-11-01").context["table"].foot.total.count == 1
    assert page(client, "home", al="2026-01-01").context["table"].foot.total.count == 0
    assert page(client, "home", misura="rei").context["table"].foot.total.count == 0


@pytest.mark.parametrize("name", ["home", "applications", "waiting", "accompany_list"])
@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods"])
def test_every_list_can_be_taken_away(client, carla, name, kind):
    imported(as_csv([row("INPS-X", code="", last="Prova", outcome="respinta")]))
    answer = page(client, name, formato=kind)
    assert answer.status_code == 200
    assert len(io.BytesIO(b"".join(answer.streaming_content)).getvalue()) > 20


def test_filters_narrow_the_list(client, carla):
    imported(as_csv([row(), row("INPS-2", last="Prova", outcome="respinta", town="Marliana")]))
    found = {"esito": "rejected", "comune": "047007", "q": "prova", "misura": "adi"}
    for name, value in found.items():
        rows = page(client, "applications", **{name: value}).context["rows"]
        assert len(rows) == (2 if name == "misura" else 1), name


def test_deciding_that_it_is_the_same_person(client, carla):
    known = create_person(first_name="Ada", last_name="Campioni", birth_date=BORN, by=None, at=NOW)
    imported(as_csv([row(), row("INPS-2", last="Prova", code="")]))
    one = Application.objects.get(protocol="INPS-1")
    shown = page(client, "identify", one.pk)
    assert shown.status_code == 200
    candidate = Candidate.objects.get(application=one)
    client.post(reverse("outcomes:same", args=[one.pk]), {"candidate": candidate.pk})
    one.refresh_from_db()
    candidate.refresh_from_db()
    assert (one.person, candidate.state, candidate.decided_by) == (known, "same", carla)
    assert known.identifiers.get().value == code_of("Campioni", "Ada", BORN)
    assert one.household is not None
    assert page(client, "waiting").context["page"].paginator.count == 1


def test_a_proposal_that_one_may_not_see_keeps_its_name(client, carla):
    create_person(first_name="Ada", last_name="Campionissimi", birth_date=BORN, by=None, at=NOW)
    imported(as_csv([row(code="", last="Campionissima")]))
    shown = page(client, "identify", Application.objects.get().pk).content.decode()
    assert Candidate.objects.count() == 1
    assert "Campionissimi" not in shown


def test_deciding_that_it_is_a_new_person(client, carla):
    imported(as_csv([row(code="")]))
    one = Application.objects.get()
    client.post(reverse("outcomes:new", args=[one.pk]))
    one.refresh_from_db()
    assert (one.person.last_name, one.person.identifiers.count()) == ("Campioni", 0)
    again = client.post(reverse("outcomes:new", args=[one.pk]))
    assert again.status_code == 302
    assert Person.objects.count() == 1


def test_correcting_the_code_recognises_whoever_holds_it(client, carla):
    known = create_person(
        first_name="Ada", last_name="Campioni", birth_date=BORN, codice_fiscale=code_of("Campioni", "Ada", BORN),
        by=None, at=NOW,
    )  # fmt: skip
    imported(as_csv([row(code="CMPDAA80E54G713A")]))
    one = Application.objects.get()
    url = reverse("outcomes:code", args=[one.pk])
    wrong = client.post(url, {"code": "CMPDAA"})
    assert wrong.status_code == 422
    client.post(url, {"code": code_of("Campioni", "Ada", BORN).lower()})
    one.refresh_from_db()
    assert one.person == known


def test_those_refused_are_accompanied_until_somebody_closes_it(client, carla):
    imported(as_csv([row(outcome="revocata", reason="Assente al primo incontro")]))
    one = Application.objects.get()
    url = reverse("outcomes:accompany", args=[one.pk])
    assert client.post(url, {"text": " "}).status_code == 422
    client.post(url, {"text": "Telefonata: torna giovedì allo sportello."})
    assert page(client, "accompany_list", contatti="almeno").context["page"].paginator.count == 1
    client.post(url, {"text": "Domanda nuova presentata.", "done": "on"})
    assert Accompaniment.objects.count() == 2
    assert page(client, "accompany_list").context["page"].paginator.count == 0


def test_pages_never_write(client, carla):
    one = begin(as_csv([row()]), by=carla)
    before = OutcomeImport.objects.values().get()
    for name in ("mapping", "preview", "import", "progress", "original"):
        answer = page(client, name, one.pk)
        assert answer.status_code == 200
        if answer.streaming:
            b"".join(answer.streaming_content)
            for close in answer._resource_closers:
                close()
    assert OutcomeImport.objects.values().get() == before


def test_the_original_is_given_back_as_it_came_under_its_name(client, carla):
    content = as_csv([row()])
    client.post(
        reverse("outcomes:upload"),
        {"file": SimpleUploadedFile("esiti novembre.csv", content), "source": "INPS", "measure": ""},
    )
    one = OutcomeImport.objects.get()
    answer = page(client, "original", one.pk)
    assert b"".join(answer.streaming_content) == content
    assert answer["Content-Disposition"] == 'attachment; filename="esiti novembre.csv"'
    assert answer["Cache-Control"] == "private, no-store"


def test_a_workbook_that_carries_programs_is_not_taken(client, carla):
    from tests.foundation.documents import samples

    content = samples.archive({**samples.XLSX, "xl/vbaProject.bin": b"x"})
    answer = client.post(
        reverse("outcomes:upload"), {"file": SimpleUploadedFile("esiti.xlsx", content), "source": "INPS"}
    )
    assert answer.status_code == 422
    assert not OutcomeImport.objects.exists()
