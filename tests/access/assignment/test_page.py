import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accanto.access.assignment.operations import assign
from accanto.casework.cases.models import Case
from tests import cast
from tests.access.assignment.test_assigning import application, office
from tests.scenarios import NOW, family, family_in_charge

pytestmark = pytest.mark.django_db


def logged(client: Client, username: str) -> Client:
    client.force_login(cast.user(username), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.mark.parametrize(("username", "status"), [(cast.CARLA, 200), (cast.ANNA, 403), (cast.DARIO, 403)])
def test_only_coordinators_assign(client: Client, username: str, status: int) -> None:
    assert logged(client, username).get(reverse("assignments")).status_code == status


def test_each_proposal_is_explained_in_a_sentence(client: Client) -> None:
    standing = family_in_charge()
    application(standing.family)
    application(family("Esempio"))
    application(last_name="Senzacodice")
    shown = logged(client, cast.CARLA).get(reverse("assignments")).content.decode()
    assert f"Già seguiti da Anna Prova nel caso {standing.case.number}." in shown
    assert "Nuovi al servizio · assegnati per carico: 0 casi, il più basso" in shown
    assert "Prima decidi chi è il richiedente" in shown


def test_many_are_confirmed_at_once_and_the_late_one_is_told(client: Client) -> None:
    rows = [application(family(name)) for name in ("Campioni", "Esempio", "Prova")]
    anna, luca = cast.user(cast.ANNA), cast.user(cast.LUCA)
    assign(application=rows[0], worker=luca, unit=office(), by=cast.user(cast.CARLA), at=NOW)
    logged(client, cast.CARLA)
    answer = client.post(
        reverse("assignments_confirm"),
        {"selected": [str(row.pk) for row in rows], **{f"worker_{row.pk}": anna.pk for row in rows}},
        follow=True,
    )
    shown = answer.content.decode()
    assert "2 nuclei assegnati a 1 collega, che è già avvisato." in shown
    assert "Già assegnato da Carla Esempi alle 9:00 a Luca Campioni." in shown
    assert Case.objects.filter(responsible=anna).count() == 2


@pytest.mark.parametrize("sent", [{}, {"selected": ["x", "\ud800"]}, {"selected": ["1' or '1'='1"]}])
def test_nothing_ticked_says_what_to_do(client: Client, sent: dict[str, list[str]]) -> None:
    sent = {
        key: [value.encode("utf-8", "ignore").decode() for value in values] for key, values in sent.items()
    }
    shown = (
        logged(client, cast.CARLA).post(reverse("assignments_confirm"), sent, follow=True).content.decode()
    )
    assert "Spunta almeno un nucleo, poi conferma." in shown


def test_a_row_without_a_worker_asks_for_one(client: Client) -> None:
    row = application(family())
    shown = logged(client, cast.CARLA).post(
        reverse("assignments_confirm"), {"selected": [str(row.pk)], f"worker_{row.pk}": ""}, follow=True
    )
    assert "Campioni: scegli chi lo prende." in shown.content.decode()
    assert Case.objects.count() == 0


def test_the_page_costs_the_same_for_many(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(12):
        application(family(f"Prova{n}"))
    logged(client, cast.CARLA)
    client.get(reverse("assignments"))
    with django_assert_max_num_queries(20):
        client.get(reverse("assignments"))


def test_where_something_runs_already_the_row_comes_back_and_asks_why(client: Client) -> None:
    standing = family_in_charge()
    row = application(standing.family)
    logged(client, cast.CARLA)
    sent = {"selected": [str(row.pk)], f"worker_{row.pk}": standing.anna.pk}
    assert f"beside_{row.pk}" not in client.get(reverse("assignments")).content.decode()
    shown = client.post(reverse("assignments_confirm"), sent, follow=True).content.decode()
    assert f'name="beside_{row.pk}"' in shown
    assert "Scrivi perché lo aggiungi lo stesso" in shown
    sent[f"beside_{row.pk}"] = "La domanda di prima è decaduta."
    client.post(reverse("assignments_confirm"), sent)
    row.refresh_from_db()
    assert row.case == standing.case
