"""Accounts, contracts and roles: dated, reasoned, and never without somebody who can administer them."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accanto.core.errors import OperationRefused
from accanto.territory.bodies.models import Office, Organisation
from accanto.territory.staff import operations
from accanto.territory.staff.models import RoleGrant, User
from accanto.territory.staff.operations import AccountRefused
from accanto.territory.staff.operations.rights import NobodyWouldAdminister
from accanto.territory.staff.queries import coordinators_of, full_time_equivalents, weekly_hours
from accanto.territory.staff.roles import ROLES
from accanto.territory.staff.titles import TITLES
from tests import cast
from tests.scenarios import NOW, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def morning():  # type: ignore[no-untyped-def]
    with time_machine.travel(NOW, tick=False):
        yield


def newcomer(**changed: Any) -> tuple[User, str]:
    given: dict[str, Any] = {
        "username": "nuova.esempio",
        "first_name": "Nuova",
        "last_name": "Esempio",
        "organisation": Organisation.objects.get(code="comune-pistoia"),
        "employer": Organisation.objects.get(code="comune-pistoia"),
        "profession": "social_worker",
        "office": Office.objects.get(code="polo-pistoia-nord"),
        "role": "social_worker",
        "kind": "fixed_term",
        "area": "social",
        "weekly_hours": Decimal(18),
        "starts_on": TODAY,
        "by": cast.user(cast.PAOLO),
        "at": NOW,
    }
    return operations.create_operator(**{**given, **changed})


def test_a_new_operator_enters_with_the_first_password_and_has_the_role() -> None:
    user, password = newcomer()
    client = Client()
    client.post(reverse("account_login"), {"login": "nuova.esempio", "password": password})
    assert client.session["_auth_user_id"] == str(user.pk)
    assert user.may("cases.work")
    assert weekly_hours(user, TODAY) == Decimal(18)
    assert weekly_hours(user, TODAY - timedelta(days=1)) == 0


def test_the_first_password_is_shown_once_and_stored_nowhere() -> None:
    from accanto.foundation.audit.models import Event

    user, password = newcomer()
    assert password not in str(list(Event.objects.values_list("params", flat=True)))
    assert password not in User.objects.get(pk=user.pk).password


def test_a_name_or_an_address_is_of_one_person() -> None:
    newcomer(email="nuova@accanto.example")
    with pytest.raises(AccountRefused, match="già preso"):
        newcomer(username="NUOVA.esempio")
    with pytest.raises(AccountRefused, match="altra persona"):
        newcomer(username="altra.esempio", email="Nuova@accanto.example")


def test_contracts_add_up_to_sixty_hours_at_most() -> None:
    user, _password = newcomer()
    comune = Organisation.objects.get(code="comune-pistoia")
    more: dict[str, Any] = {
        "operator": user.operator,
        "employer": comune,
        "kind": "service",
        "area": "social",
        "starts_on": TODAY,
        "by": cast.user(cast.PAOLO),
        "at": NOW,
    }
    operations.add_contract(weekly_hours=Decimal(42), **more)
    assert weekly_hours(user, TODAY) == 60
    with pytest.raises(OperationRefused, match="al massimo 60"):
        operations.add_contract(weekly_hours=Decimal(1), **more)


def test_full_time_equivalents_count_each_contract_on_its_own_week() -> None:
    before = full_time_equivalents(TODAY, profession="social_worker", area="social")
    newcomer()
    after = full_time_equivalents(TODAY, profession="social_worker", area="social")
    assert after["Comune di Pistoia"] - before["Comune di Pistoia"] == Decimal("0.50")
    assert full_time_equivalents(date(2016, 1, 1)) == {}


def test_a_role_ends_on_its_day() -> None:
    user, _password = newcomer()
    grant = RoleGrant.objects.get(user=user)
    tomorrow = TODAY + timedelta(days=1)
    operations.end_role(grant=grant, ends_on=tomorrow, by=cast.user(cast.PAOLO), at=NOW)
    assert User.objects.get(pk=user.pk).may("cases.work")
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        assert not User.objects.get(pk=user.pk).may("cases.work")
    with pytest.raises(OperationRefused, match="già finito"):
        operations.end_role(grant=grant, ends_on=tomorrow, by=cast.user(cast.PAOLO), at=NOW)


def test_nobody_gives_a_role_to_themselves() -> None:
    paolo = cast.user(cast.PAOLO)
    with pytest.raises(OperationRefused, match="se stesso"):
        operations.grant_role(
            user=paolo,
            role="coordinator",
            office=Office.objects.get(code="zona"),
            starts_on=TODAY,
            by=paolo,
            at=NOW,
        )


def test_the_last_administrator_stays() -> None:
    paolo = cast.user(cast.PAOLO)
    with pytest.raises(NobodyWouldAdminister):
        operations.end_role(grant=RoleGrant.objects.get(user=paolo), ends_on=TODAY, by=paolo, at=NOW)
    with pytest.raises(AccountRefused):
        operations.suspend_account(user=paolo, by=paolo, at=NOW, reason="x")
    second, _password = newcomer(role="administrator")
    operations.end_role(grant=RoleGrant.objects.get(user=paolo), ends_on=TODAY, by=second, at=NOW)
    assert not User.objects.get(pk=paolo.pk).may("staff.manage")


def test_a_closed_account_does_not_enter() -> None:
    user, password = newcomer()
    operations.suspend_account(user=user, by=cast.user(cast.PAOLO), at=NOW, reason="Trasferimento")
    client = Client()
    client.post(reverse("account_login"), {"login": "nuova.esempio", "password": password})
    assert "_auth_user_id" not in client.session


def test_who_coordinates_an_office_stands_there_or_above() -> None:
    found = coordinators_of(Office.objects.get(code="polo-pistoia-nord"), TODAY)
    assert [grant.user.username for grant in found] == [cast.CARLA]


def test_the_administrator_creates_an_account_through_the_page() -> None:
    client = Client()
    client.force_login(cast.user(cast.PAOLO))
    comune, polo = (
        Organisation.objects.get(code="comune-pistoia"),
        Office.objects.get(code="polo-pistoia-nord"),
    )
    given = {
        "first_name": "Nuova",
        "last_name": "Esempio",
        "username": "nuova.esempio",
        "organisation": comune.pk,
        "employer": comune.pk,
        "profession": "social_worker",
        "office": polo.pk,
        "role": "social_worker",
        "kind": "permanent",
        "area": "social",
        "weekly_hours": "36",
        "starts_on": "2026-11-23",
    }
    answer = client.post(reverse("operator_new"), given)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    again = client.post(reverse("operator_new"), given)
    assert again.status_code == 422
    assert "già preso" in again.content.decode()


def test_the_list_takes_the_same_queries_however_many_work(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(10):
        newcomer(username=f"nuova{number}.esempio")
    client = Client()
    client.force_login(cast.user(cast.CARLA))
    with django_assert_max_num_queries(12):
        assert client.get(reverse("staff")).status_code == 200


def test_the_titles_of_the_roles_are_translated() -> None:
    assert {role.title for role in ROLES.values()} == TITLES
