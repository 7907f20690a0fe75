"""What each page shows and to whom; what a partner, a colleague elsewhere and a file never get."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accanto.casework.cases.models import Deadline
from accanto.casework.cases.operations import move_case
from accanto.casework.mandates import operations
from accanto.casework.mandates.models import CourtReport, Hearing, Measure, Statement, SupportAdministrator
from accanto.casework.mandates.operations import TermFacts
from accanto.core.database.context import acting, acting_for
from accanto.foundation.audit.models import Event
from accanto.foundation.documents.models import Document
from accanto.people.persons.enums import Depth, GrantReason
from accanto.people.persons.models import Restriction
from accanto.territory.staff.models import User
from tests import cast
from tests.casework.mandates.conftest import ORDER_ON, client_of, court, entrusted, register, written
from tests.casework.mandates.test_administrators import appointed
from tests.scenarios import NOW, TODAY, Situation, family_in_charge, let_in

SECRET = "Parolasegreta"


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def whole(situation: Situation) -> dict[str, Any]:
    """A measure with everything on it, every text with the secret word."""
    measure = entrusted(situation, mandate=SECRET)
    operations.name_responsible(
        measure=measure, user=situation.anna, named_on=TODAY, told=["court"], told_on=TODAY,
        by=situation.anna, at=NOW,
    )  # fmt: skip
    hearing = operations.add_hearing(
        measure=measure, starts_at=NOW + timedelta(days=6), place=SECRET, operators=[situation.anna],
        by=situation.anna, at=NOW,
    )  # fmt: skip
    draft = written(measure, situation.anna)
    signed = written(measure, situation.anna, term=False)
    signed = operations.sign_report(report=signed, expected_revision=2, by=situation.anna, at=NOW)
    administrator = appointed(situation, holder=SECRET)
    return {
        "measure": measure, "hearing": hearing, "draft": draft, "signed": signed,
        "administrator": administrator,
    }  # fmt: skip


def addresses(situation: Situation, made: dict[str, Any]) -> list[str]:
    measure, case = made["measure"].pk, situation.case.pk
    return [
        reverse("case_measures", args=[case]),
        reverse("measure", args=[measure]),
        reverse("hearing", args=[made["hearing"].pk]),
        reverse("court_report", args=[made["draft"].pk]),
        reverse("court_report", args=[made["signed"].pk]),
        reverse("administrator", args=[made["administrator"].pk]),
    ]


def to_work(situation: Situation, made: dict[str, Any]) -> list[str]:
    measure, case = made["measure"].pk, situation.case.pk
    return [
        reverse("measure_new", args=[case]),
        reverse("administrator_new", args=[case]),
        reverse("measure_responsible", args=[measure]),
        reverse("term_add", args=[measure]),
        reverse("measure_signal", args=[measure]),
        reverse("measure_end", args=[measure]),
        reverse("hearing_new", args=[measure]),
        reverse("prescription_check", args=[measure, made["measure"].prescriptions.get().pk]),
        reverse("court_report_sign", args=[made["draft"].pk]),
        reverse("court_report_send", args=[made["signed"].pk]),
        reverse("court_report_correct", args=[made["signed"].pk]),
        reverse("administrator_account", args=[made["administrator"].pk]),
        reverse("administrator_end", args=[made["administrator"].pk]),
    ]


def test_whoever_works_on_the_case_opens_every_page(situation: Situation) -> None:
    made = whole(situation)
    for username in (cast.ANNA, cast.CARLA):
        client = client_of(cast.user(username))
        for url in [*addresses(situation, made), *to_work(situation, made)]:
            assert client.get(url).status_code == 200, (username, url)
    page = client_of(situation.anna).get(reverse("case_measures", args=[situation.case.pk])).content.decode()
    assert "Affidamento al servizio sociale (art. 5-bis)" in page


def test_a_partner_in_the_team_and_a_stranger_find_nothing(situation: Situation) -> None:
    made = whole(situation)
    let_in(situation, cast.BRUNO, Depth.TEAM)
    let_in(situation, cast.LUCA, Depth.TEAM)
    for username in (cast.BRUNO, cast.LUCA, cast.GIULIA):
        client = client_of(cast.user(username))
        for url in addresses(situation, made):
            assert client.get(url).status_code == 404, (username, url)
        for name in ("measures", "administrators"):
            for query in ("", "?formato=csv", "?quali=tutti"):
                assert SECRET not in _text(client.get(reverse(name) + query)), (username, name, query)
    for username in (cast.LUCA, cast.GIULIA):
        client = client_of(cast.user(username))
        for url in to_work(situation, made):
            assert client.get(url).status_code == 404, (username, url)
    shell = client_of(cast.user(cast.BRUNO)).get(reverse("case", args=[situation.case.pk]), follow=True)
    told = shell.content.decode()
    assert "provvedimenti/caso" not in told
    assert "mandates" not in told
    for words in ("Relazione al tribunale", "Provvedimento registrato", SECRET):
        assert words not in told


def _text(answer: Any) -> str:
    return b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()


def test_the_database_itself_shows_a_partner_nothing(situation: Situation) -> None:
    whole(situation)
    partner, reader = cast.user(cast.BRUNO), cast.user(cast.SARA)
    let_in(situation, partner.username, Depth.TEAM)
    let_in(situation, reader.username, Depth.READ)
    tables = (Measure, CourtReport, Statement, Hearing, SupportAdministrator)
    for user, seen in ((partner, False), (reader, True), (cast.user(cast.GIULIA), False)):
        with in_the_name_of(user):
            for model in tables:
                assert model.objects.exists() is seen, (user, model)
            assert Deadline.objects.filter(code__startswith="mandates.").exists() is seen, user
            assert Event.objects.filter(verb__startswith="mandates.").exists() is seen, user
            assert Document.objects.filter(kind="court_report").exists() is seen, user


class in_the_name_of:  # noqa: N801 - reads as a sentence
    """Queries as the row-level policies see them for one person, without the standing purpose of the tests."""

    def __init__(self, user: User) -> None:
        self.user = user

    def __enter__(self) -> None:
        self.context = acting(acting_for(User.objects.get(pk=self.user.pk), at=NOW))
        self.context.__enter__()

    def __exit__(self, *given: Any) -> None:
        self.context.__exit__(*given)


def test_whoever_reads_without_working_changes_nothing(situation: Situation) -> None:
    made = whole(situation)
    let_in(situation, cast.LUCA, Depth.READ, GrantReason.ASKED)
    client = client_of(cast.user(cast.LUCA))
    for url in addresses(situation, made):
        assert client.get(url).status_code == 200, url
    for url in to_work(situation, made):
        assert client.get(url).status_code == 403, url
        assert client.post(url, {}).status_code == 403, url
    for name, made_id in (("court_report", made["draft"].pk), ("hearing", made["hearing"].pk)):
        assert client.post(reverse(name, args=[made_id]), {}).status_code == 403, name
    assert client.post(reverse("court_report_new", args=[made["measure"].pk]), {}).status_code == 403


def test_what_is_kept_apart_is_read_where_it_lies_and_leaves_in_no_file(situation: Situation) -> None:
    open_one = family_in_charge("Smeraldini")
    register(open_one, order_number="77/2026")
    register(situation)
    move_case(
        case=situation.case,
        compartment="violence",
        staying=[],
        reason="Casa rifugio",
        by=situation.anna,
        at=NOW,
    )
    anna, carla = client_of(situation.anna), client_of(situation.carla)
    assert "Zaffirelli" in _text(anna.get(reverse("measures")))
    assert "Zaffirelli" not in _text(carla.get(reverse("measures")))
    for client in (anna, carla):
        file = _text(client.get(reverse("measures") + "?formato=csv"))
        assert "Smeraldini" in file
        assert "Zaffirelli" not in file


def test_who_asked_for_a_restriction_is_in_no_file(situation: Situation) -> None:
    register(situation)
    appointed(situation)
    Restriction.objects.create(
        person=situation.family.lucia, ground="accuracy", reason="Contesta", request=situation.case.pk,
        starts_at=NOW, written_by=cast.user(cast.OLGA),
    )  # fmt: skip
    client = client_of(situation.anna)
    for name in ("measures", "administrators"):
        assert "Zaffirelli" in _text(client.get(reverse(name)))
        assert "Zaffirelli" not in _text(client.get(reverse(name) + "?formato=csv"))


def test_the_register_is_narrowed(situation: Situation) -> None:
    late = register(situation, terms=[TermFacts(TODAY - timedelta(days=2))], order_number="1")
    soon = register(situation, "supervision", terms=[TermFacts(TODAY + timedelta(days=20))], order_number="2")
    unnamed = entrusted(situation, order_number="3", authority=court("tribunale-pistoia"))
    client = client_of(situation.anna)

    def found(query: str) -> set[Any]:
        answer = client.get(reverse("measures") + query)
        return {row["object"].pk for row in answer.context["rows"]}

    assert found("") == {late.pk, soon.pk, unnamed.pk}
    assert found("?quali=ritardo") == {late.pk}
    assert found("?quali=scadenza") == {soon.pk}
    assert found("?quali=senza") == {unnamed.pk}
    assert found("?tipo=supervision") == {soon.pk}
    assert found("?autorita=tribunale-pistoia") == {unnamed.pk}
    assert found("?quali=finiti") == set()


def typed(situation: Situation, **changes: Any) -> dict[str, Any]:
    return {
        "authority": court().pk, "kind": "monitoring", "order_on": ORDER_ON, "order_number": "45/2026",
        "received_at": "2026-11-20T09:00", "mandate": "Seguire", "starts_on": ORDER_ON, "role_0": "parent",
        "role_1": "minor", "first_report_on": "2026-12-10", "every_months": "6", "to_0": "la madre",
        "what_0": "Seguire il percorso", **changes,
    }  # fmt: skip


def test_an_order_is_registered_on_one_page(situation: Situation) -> None:
    client = client_of(situation.anna)
    url = reverse("measure_new", args=[situation.case.pk])
    answer = client.post(url, typed(situation))
    measure = Measure.objects.get()
    assert answer.status_code == 302
    assert sorted(measure.terms.values_list("due_on", flat=True)) == [date(2026, 12, 10), date(2027, 6, 10)]
    assert {(one.role, str(one.person)) for one in measure.concerned.all()} == {
        ("parent", "Lucia Zaffirelli"), ("minor", "Marta Zaffirelli"),
    }  # fmt: skip
    assert client.post(url, typed(situation)).status_code == 422


@pytest.mark.parametrize(
    "changes",
    [
        {"what_0": ""},
        {"other_name": "Avv. D’Angelò"},
        {"every_months": "", "every_from": "2026-12-01"},
        {"every_months": "999999999999999999999"},
        {"order_on": "31/02/2026"},
        {"authority": "0"},
        {"kind": "x" * 300},
        {"received_at": "mai"},
        {"role_1": ""},
        {"kind": "social_service_custody"},
        {"mandate": "x" * 5000},
    ],
)
def test_what_is_typed_badly_comes_back_with_its_remedy(
    situation: Situation, changes: dict[str, Any]
) -> None:
    url = reverse("measure_new", args=[situation.case.pk])
    answer = client_of(situation.anna).post(url, typed(situation, **changes))
    assert answer.status_code == 422
    assert "Seguire" in answer.content.decode() or "mandate" in changes
    assert not Measure.objects.exists()


def test_an_order_past_the_ceiling_is_registered_with_a_warning(situation: Situation) -> None:
    url = reverse("measure_new", args=[situation.case.pk])
    changes = {
        "kind": "social_service_custody", "placed_with": "la nonna", "service_tasks": "Vigilare",
        "duration_months": "36", "reporting_months": "6", "every_months": "", "first_report_on": "",
    }  # fmt: skip
    answer = client_of(situation.anna).post(url, typed(situation, **changes), follow=True)
    assert "24 mesi" in answer.content.decode()
    assert Measure.objects.get().ends_on == date(2029, 11, 10)


def test_two_who_write_a_report_both_read_both_texts(situation: Situation, measure: Measure) -> None:
    report = written(measure, situation.anna)
    client = client_of(situation.anna)
    url = reverse("court_report", args=[report.pk])
    theirs = operations.ReportText(facts="Il testo di Luca")
    operations.save_report(report=report, text=theirs, expected_revision=2, by=cast.user(cast.CARLA), at=NOW)
    mine = {"revision": "2", "facts": "Il testo di Anna", "evaluations": "x", "text_0": "", "who_0": ""}
    answer = client.post(url, mine)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Il testo di Luca" in page
    assert "Il testo di Anna" in page
    again = client.post(url, {**mine, "revision": str(answer.context["form"]["revision"].value())})
    assert again.status_code == 302
    report.refresh_from_db()
    assert (report.facts, report.revision) == ("Il testo di Anna", 4)


def test_what_was_typed_and_not_saved_comes_back(situation: Situation, measure: Measure) -> None:
    report = written(measure, situation.anna)
    client = client_of(situation.anna)
    key = f"court-report-{report.pk}"
    client.post(
        reverse("draft_save", args=[key]), {"revision": "2", "facts": "Appena scritto", "text_3": "Quarta"}
    )
    url = reverse("court_report", args=[report.pk])
    page = client.get(url)
    assert "Appena scritto" in page.content.decode()
    assert page.context["theirs"] is None
    operations.save_report(
        report=report, text=operations.ReportText(facts="Di Carla"), expected_revision=2,
        by=situation.carla, at=NOW,
    )  # fmt: skip
    later = client.get(url).content.decode()
    assert "Appena scritto" in later
    assert "Di Carla" in later


@pytest.mark.parametrize("bad", [{"revision": "x"}, {"text_99": "a"}, {"said_on_0": "ieri", "text_0": "a"}])
def test_a_report_typed_badly_changes_nothing(
    situation: Situation, measure: Measure, bad: dict[str, str]
) -> None:
    report = written(measure, situation.anna)
    url = reverse("court_report", args=[report.pk])
    answer = client_of(situation.anna).post(url, {"revision": "1", "facts": "a", **bad})
    assert answer.status_code == 422
    report.refresh_from_db()
    assert report.revision == 2


@pytest.mark.parametrize("many", [1, 4])
def test_pages_cost_the_same_with_little_or_much(
    situation: Situation, many: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    made = whole(situation)
    for number in range(many):
        one = register(situation, order_number=f"{number}", prescriptions=made_prescriptions(many))
        operations.add_hearing(
            measure=one, starts_at=NOW + timedelta(days=9 + number), place="Aula", operators=[situation.anna],
            by=situation.anna, at=NOW,
        )  # fmt: skip
        appointed(family_in_charge(f"Modello {number}"))
    client = client_of(situation.anna)
    client.get(reverse("measures"))
    figures = [17, 17, 10, 12, 10, 8]
    for url, figure in zip(addresses(situation, made), figures, strict=True):
        with django_assert_max_num_queries(figure, info=url):
            assert client.get(url).status_code == 200
    for name in ("measures", "administrators"):
        with django_assert_max_num_queries(10, info=name):
            assert client.get(reverse(name)).status_code == 200


def made_prescriptions(many: int) -> list[Any]:
    return [operations.PrescriptionFacts("il padre", f"Prescrizione {number}") for number in range(many)]
