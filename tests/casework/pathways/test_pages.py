"""The pages of pathways: who reaches them, what they cost, and the way of a convocation through them."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accanto.casework.pathways.enums import ConvocationState, Way
from accanto.casework.pathways.models import Convocation, ServicePact
from accanto.casework.pathways.operations import (
    check_service_pact,
    convoke,
    record_sending,
    record_service_pact,
    set_way,
)
from accanto.casework.pathways.operations.pacts import PactRefused
from accanto.core import clock
from accanto.territory.bodies.models import Office
from tests import cast
from tests.scenarios import NOW, Situation, family_in_charge, moment

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
MEETING = moment(date(2026, 12, 3), 10, 30)


@pytest.fixture(autouse=True)
def _no_kept_medians() -> None:
    cache.clear()


@pytest.fixture
def campioni() -> Situation:
    return family_in_charge()


def logged(client: Client, username: str) -> Client:
    client.force_login(cast.user(username), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def convoked(situation: Situation) -> Convocation:
    return convoke(
        pathway=situation.pathway,
        purpose="first",
        starts_at=MEETING,
        ends_at=MEETING + timedelta(minutes=45),
        office=situation.case.unit,
        social_worker=situation.anna,
        consultant=cast.user(cast.BRUNO),
        by=situation.anna,
        at=NOW,
    )


def form(**changes: object) -> dict[str, object]:
    base = {
        "purpose": "first",
        "day": "2026-12-03",
        "hour": "10:30",
        "minutes": "45",
        "office": Office.objects.get(code="polo-pistoia-nord").pk,
        "place": "Sala 2",
        "social_worker": cast.user(cast.ANNA).pk,
        "consultant": cast.user(cast.BRUNO).pk,
    }
    return {**base, **changes}


def test_the_whole_way_of_a_convocation(
    client: Client, campioni: Situation, monkeypatch: pytest.MonkeyPatch
) -> None:
    logged(client, cast.ANNA)
    answer = client.post(reverse("convoke", args=[campioni.pathway.pk]), form())
    convocation = Convocation.objects.get()
    page = reverse("convocation", args=[convocation.pk])
    assert (answer.status_code, answer["Location"]) == (302, page)
    client.post(reverse("convocation_letter", args=[convocation.pk]))
    convocation.refresh_from_db()
    assert convocation.letter is not None
    assert b"%PDF" in b"".join(
        client.get(reverse("document", args=[convocation.letter.pk])).streaming_content
    )  # type: ignore[attr-defined]
    refused = client.post(
        reverse("convocation_sending", args=[convocation.pk]),
        {"channel": "letter", "sent_at": "2026-11-23T09:00", "proof": ""},
    )
    assert refused.status_code == 422
    assert "che cosa prova l’invio" in refused.content.decode()
    client.post(
        reverse("convocation_sending", args=[convocation.pk]),
        {"channel": "letter", "sent_at": "2026-11-23T09:00", "proof": "raccomandata 555"},
    )
    convocation.refresh_from_db()
    assert convocation.state == ConvocationState.SENT
    monkeypatch.setattr(clock, "now", lambda: MEETING + timedelta(hours=1))
    client.post(reverse("convocation_outcome", args=[convocation.pk]), {"outcome": "absent"})
    shown = client.get(page).content.decode()
    assert "Nessuno è venuto: che cosa segue?" in shown
    assert "DL 48/2023 art. 8 (citata a memoria: da verificare)" in shown
    answer = client.post(
        reverse("convocation_decision", args=[convocation.pk]),
        {"kind": "not_reported", "decided_on": "2026-12-03", "reason": "Nico in ospedale"},
    )
    assert answer.status_code == 302
    assert convocation.consequences.get().reason == "Nico in ospedale"  # type: ignore[attr-defined]


def test_a_holiday_is_asked_about_and_nothing_typed_is_lost(client: Client, campioni: Situation) -> None:
    logged(client, cast.ANNA)
    url = reverse("convoke", args=[campioni.pathway.pk])
    answer = client.post(url, form(day="2026-12-08"))
    said = answer.content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert answer.status_code == 422
    assert "8 dicembre 2026 è festa." in said
    assert 'value="Sala 2"' in said
    assert client.post(url, form(day="2026-12-08", unusual="on")).status_code == 302


def test_a_busy_professional_is_named_beside_the_hour(client: Client, campioni: Situation) -> None:
    other = family_in_charge("Esempio")
    convoked(campioni)
    answer = logged(client, cast.ANNA).post(reverse("convoke", args=[other.pathway.pk]), form(hour="11:00"))
    assert answer.status_code == 422
    assert "Bruno Test è già in un altro incontro dalle 10:30 alle 11:15" in answer.content.decode()


@pytest.mark.parametrize(
    ("username", "name", "status"),
    [
        (cast.ANNA, "case_pathway", 200),
        (cast.CARLA, "case_pathway", 200),
        (cast.GIULIA, "case_pathway", 404),
        (cast.BRUNO, "case_pathway", 404),
        (cast.DARIO, "case_pathway", 404),
        (cast.ANNA, "convoke", 200),
        (cast.GIULIA, "convoke", 404),
        (cast.BRUNO, "convoke", 403),
        (cast.BRUNO, "service_pact_record", 404),
        (cast.ANNA, "service_pact_record", 403),
        (cast.MARCO, "pathways", 403),
    ],
)
def test_who_reaches_what(client: Client, campioni: Situation, username: str, name: str, status: int) -> None:
    target = {"case_pathway": [campioni.case.pk], "pathways": []}.get(name, [campioni.pathway.pk])
    assert logged(client, username).get(reverse(name, args=target)).status_code == status


def test_the_consultant_sees_the_convocation_but_changes_nothing(client: Client, campioni: Situation) -> None:
    convocation = convoked(campioni)
    logged(client, cast.BRUNO)
    shown = client.get(reverse("convocation", args=[convocation.pk]))
    assert shown.status_code == 200
    assert b'<form method="post" enctype' not in shown.content
    assert (
        client.post(
            reverse("convocation_outcome", args=[convocation.pk]), {"outcome": "cancelled"}
        ).status_code
        == 403
    )
    assert client.get(reverse("service_pact_record", args=[campioni.pathway.pk])).status_code == 200


def test_the_board_shows_only_what_one_may_see_and_costs_the_same_for_many(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(6):
        family_in_charge(f"Prova{n}")
    family_in_charge("Lontani", worker=cast.GIULIA, unit="servizio-quarrata", town="Quarrata")
    logged(client, cast.ANNA)
    client.get(reverse("pathways"))
    with django_assert_max_num_queries(14):
        shown = client.get(reverse("pathways")).content.decode()
    assert "Prova5" in shown
    assert "Lontani" not in shown


def test_the_tab_of_the_case_explains_the_terms_within_its_budget(
    client: Client, campioni: Situation, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    logged(client, cast.ANNA)
    url = reverse("case_pathway", args=[campioni.case.pk])
    client.get(url)
    with django_assert_max_num_queries(13):
        shown = client.get(url).content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert "120 giorni dalla firma del patto di attivazione: entro il 5 marzo 2027." in shown
    assert "Se il nucleo non è convocato il beneficio si sospende" in shown
    assert "DL 48/2023 art. 4" in shown


@pytest.mark.parametrize(("name", "most"), [("pathway_agenda", 14), ("service_pacts", 12)])
def test_lists_cost_little(
    client: Client,
    campioni: Situation,
    name: str,
    most: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    convoked(campioni)
    logged(client, cast.CARLA)
    client.get(reverse(name))
    with django_assert_max_num_queries(most):
        assert client.get(reverse(name), {"settimana": "2026-12-01", "di": "tutti"}).status_code == 200


def test_the_agenda_shows_a_colleagues_time_as_taken_only(client: Client) -> None:
    far = family_in_charge("Lontani", worker=cast.GIULIA, unit="servizio-quarrata", town="Quarrata")
    near = family_in_charge("Vicini")
    convocation = convoked(near)
    convoke(
        pathway=far.pathway,
        purpose="first",
        starts_at=MEETING + timedelta(hours=2),
        ends_at=MEETING + timedelta(hours=3),
        office=far.case.unit,
        social_worker=far.anna,
        consultant=cast.user(cast.BRUNO),
        by=far.anna,
        at=NOW,
    )
    record_sending(convocation=convocation, channel="sms", sent_at=NOW, proof="x", by=near.anna, at=NOW)
    shown = (
        logged(client, cast.ANNA).get(reverse("pathway_agenda"), {"settimana": "2026-12-03"}).content.decode()
    )
    assert "Vicini" in shown
    assert "Lontani" not in shown
    of_bruno = logged(client, cast.BRUNO).get(reverse("pathway_agenda"), {"settimana": "2026-12-03"})
    assert "Lontani" in of_bruno.content.decode()


def pact(situation: Situation, **changes: object) -> ServicePact:
    arguments: dict[str, object] = {
        "pathway": situation.pathway,
        "person": situation.family.lucia,
        "office": Office.objects.get(code="centro-impiego-pistoia"),
        "signed_on": date(2026, 11, 20),
        "by": cast.user(cast.BRUNO),
        "at": NOW,
    }
    return record_service_pact(**{**arguments, **changes})  # type: ignore[arg-type]


def test_a_pact_that_fits_is_checked_and_enters_its_stage(campioni: Situation) -> None:
    set_way(pathway=campioni.pathway, way=Way.WORK_ONLY, by=campioni.anna, at=NOW)
    checked = check_service_pact(pact=pact(campioni), by=campioni.anna, at=NOW)
    assert (checked.state, checked.checked_by) == ("checked", campioni.anna)
    assert campioni.pathway.stages.filter(stage="service_pact").get().entered_on == date(2026, 11, 20)  # type: ignore[attr-defined]


def test_a_pact_that_does_not_fit_says_everything_that_is_wrong(campioni: Situation) -> None:
    wrong = pact(campioni, office=campioni.case.unit)
    with pytest.raises(PactRefused) as refusal:
        check_service_pact(pact=wrong, by=campioni.anna, at=NOW)
    assert len(refusal.value.missing) == 2


def test_a_pact_older_than_the_outcome_is_refused_on_its_field(campioni: Situation) -> None:
    with pytest.raises(PactRefused, match="prima dell’esito") as refusal:
        pact(campioni, signed_on=date(1900, 1, 1))
    assert refusal.value.field == "signed_on"
    assert ServicePact.objects.count() == 0


@pytest.mark.parametrize("changes", [{"signed_on": date(2026, 11, 24)}, {"person": "other"}])
def test_a_pact_is_of_a_member_and_not_of_tomorrow(campioni: Situation, changes: dict[str, object]) -> None:
    if changes.get("person") == "other":
        changes = {"person": family_in_charge("Esempio").family.lucia}
    with pytest.raises(PactRefused):
        pact(campioni, **changes)
    assert ServicePact.objects.count() == 0


def test_a_person_has_one_running_pact(campioni: Situation) -> None:
    pact(campioni)
    with pytest.raises(PactRefused):
        pact(campioni)
