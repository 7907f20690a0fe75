"""How staff log in: passwords, the second step that a role asks for, confirming who one is, leaving."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accanto.core.errors import OperationRefused
from accanto.foundation.audit.models import Event
from accanto.foundation.entrance.enums import EndReason, EntryWay
from accanto.foundation.entrance.models import EntrySession
from accanto.territory.bodies.models import Office
from accanto.territory.staff import operations
from accanto.territory.staff.leaving import left_on
from accanto.territory.staff.models import Contract, RoleGrant, User
from accanto.territory.staff.roles import ROLES
from accanto.territory.staff.second_step import demand_on
from tests import cast
from tests.scenarios import NOW, TODAY
from tests.territory.entering import (
    PASSWORD,
    browser,
    code_now,
    entered,
    give_telephone,
    inside,
    try_door,
    with_password,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def time_stands() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def in_use(settings: Any) -> None:
    settings.DEMO_MODE = False


# Passwords


@pytest.mark.parametrize(
    "password",
    [
        "corta",
        "Pistoia2026!",
        "Pistoia2026!!",
        "P1st0ia2026!!!",
        "assistentesociale",
        "ServiziSociali2026",
        "comunedipistoia1",
        "Giulia-Marco-2019",
        "novembre2026novembre",
        "qwertyuiop12345",
        "aaaaaaaaaaaaa",
        "iloveyou2026!",
        "anna.prova.2026",
    ],
)
def test_a_password_that_somebody_would_guess_is_refused_in_words(password: str) -> None:
    with pytest.raises(ValidationError) as refused:
        validate_password(password, cast.user(cast.ANNA))
    assert all(message.endswith((".", "indovinano male.", "un’altra.")) for message in refused.value.messages)


@pytest.mark.parametrize(
    "password",
    [
        "quattro cavalli sul tetto",
        "otto lumache in bicicletta",
        "Vx9#kd02!mmQpz",
        "il comune di pistoia russa piano",
        "città nebbia ombrello",
    ],
)
def test_a_sentence_that_nobody_expects_is_good(password: str) -> None:
    validate_password(password, cast.user(cast.ANNA))


def test_the_page_says_that_a_password_does_not_expire() -> None:
    page = entered(cast.ANNA).get(reverse("account_change_password")).content.decode()
    assert "Non scade." in page
    assert "90" not in page.split("<form")[-1]


def test_a_password_given_by_the_administrator_is_changed_before_anything_else(in_use: None) -> None:
    anna = cast.user(cast.ANNA)
    first = operations.renew_password(user=anna, by=cast.user(cast.PAOLO), at=NOW)
    client = browser()
    try_door(client, cast.ANNA, first)
    assert client.get("/").headers["Location"] == reverse("account_change_password")
    assert client.get(reverse("notifications")).status_code == 302
    client.post(
        reverse("account_change_password"),
        {"oldpassword": first, "password1": PASSWORD, "password2": PASSWORD},
    )
    assert client.get(reverse("notifications")).status_code == 200
    assert not User.objects.get(pk=anna.pk).must_change_password


# The second step


def test_roles_that_see_much_ask_for_a_second_step() -> None:
    asking = {
        name
        for name in cast.EVERYBODY
        if demand_on(cast.user(name), TODAY) and demand_on(cast.user(name), TODAY).overdue(TODAY)  # type: ignore[union-attr]
    }
    assert asking == {cast.CARLA, cast.NADIA, cast.OLGA, cast.PAOLO}


def test_a_new_role_leaves_two_weeks() -> None:
    anna = cast.user(cast.ANNA)
    grant(anna, "coordinator", TODAY)
    demand = demand_on(anna, TODAY)
    assert demand is not None
    assert demand.from_day == TODAY + timedelta(days=14)
    assert [demand.overdue(TODAY + timedelta(days=days)) for days in (13, 14)] == [False, True]


def test_while_there_is_time_the_second_step_is_announced() -> None:
    grant(cast.user(cast.ANNA), "coordinator", TODAY)
    client = entered(cast.ANNA)
    page = client.get(reverse("notifications")).content.decode().replace("\xa0", " ")
    assert "Dal 7 dicembre 2026 il tuo ruolo chiede un secondo passo" in page


def test_who_must_have_a_second_step_reaches_nothing_else(in_use: None) -> None:
    client = entered(cast.CARLA)
    for address in ("/", "/cerca/?q=prova", "/indicatori/", "/personale/", reverse("mfa_index"), "/bozze/x/"):
        assert client.get(address).headers["Location"] == reverse("second_step_start"), address
    page = client.get(reverse("second_step_start")).content.decode()
    assert f"Dal tuo ruolo ({ROLES['coordinator'].label})" in page
    assert client.post(reverse("account_logout")).status_code == 302


def test_turning_the_telephone_on_opens_the_rest(
    in_use: None, django_capture_on_commit_callbacks: Any
) -> None:
    client = entered(cast.CARLA)
    activate = reverse("mfa_activate_totp")
    assert client.get(activate).status_code == 200
    secret = client.session["mfa.totp.secret"]
    assert client.post(activate, {"code": "000000"}).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        done = client.post(activate, {"code": code_now(secret)}, follow=True)
    assert "Codici di scorta" in done.content.decode()
    assert client.get("/").status_code == 200
    assert Event.objects.filter(verb="staff.second_step.added", actor__username=cast.CARLA).count() == 2
    kept = Authenticator.objects.get(user__username=cast.CARLA, type="totp").data["secret"]
    assert secret not in kept


def test_the_click_of_the_demonstration_is_exempt_and_says_so() -> None:
    client = browser()
    client.post(reverse("demo_login"), {"username": cast.CARLA})
    assert client.get("/").status_code == 200
    assert "a chi entra con un clic non si chiede" in client.get(reverse("mfa_index")).content.decode()


def test_with_a_password_the_demonstration_asks_like_everywhere() -> None:
    assert entered(cast.CARLA).get("/").headers["Location"] == reverse("second_step_start")


def test_outside_the_demonstration_there_is_no_click(in_use: None) -> None:
    client = browser()
    assert client.post(reverse("demo_login"), {"username": cast.CARLA}).status_code == 404
    client.force_login(cast.user(cast.CARLA))  # by whatever way somebody came in
    assert client.get("/").headers["Location"] == reverse("second_step_start")


def test_with_the_telephone_one_enters_in_two_steps(time_stands: time_machine.Traveller) -> None:
    secret = give_telephone(with_password(cast.CARLA))
    client = browser()
    assert try_door(client, cast.CARLA).headers["Location"] == reverse("mfa_authenticate")
    assert not inside(client)
    assert "non è giusto" in client.post(reverse("mfa_authenticate"), {"code": "000000"}).content.decode()
    assert client.post(reverse("mfa_authenticate"), {"code": code_now(secret)}).status_code == 302
    assert inside(client)
    assert EntrySession.objects.get(user__username=cast.CARLA).way == EntryWay.TWO_STEPS


def test_codes_are_counted_with_the_passwords_and_a_right_password_does_not_start_anew() -> None:
    give_telephone(with_password(cast.CARLA))
    client = browser()
    try_door(client, cast.CARLA)
    for _ in range(3):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    other = browser()
    try_door(other, cast.CARLA)
    statuses = [other.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code for _ in range(3)]
    assert statuses == [200, 200, 429]


def test_a_demanded_second_step_cannot_be_taken_away_by_oneself() -> None:
    carla = cast.user(cast.CARLA)
    give_telephone(carla)
    client = browser()
    client.force_login(carla)
    refused = client.post(reverse("mfa_deactivate_totp")).content.decode()
    assert "Il tuo ruolo chiede un secondo passo" in refused
    assert Authenticator.objects.filter(user=carla).count() == 1


def test_the_administrator_takes_away_the_step_of_a_lost_telephone() -> None:
    carla, paolo = cast.user(cast.CARLA), cast.user(cast.PAOLO)
    give_telephone(carla)
    client = browser()
    client.force_login(paolo)
    client.post(reverse("second_step_reset", args=[carla.pk]), {"reason": "Telefono perso"})
    assert not Authenticator.objects.filter(user=carla).exists()
    told = Event.objects.get(verb="staff.second_step.reset")
    assert (told.actor_id, told.params["reason"]) == (paolo.pk, "Telefono perso")
    give_telephone(paolo)
    with pytest.raises(OperationRefused, match="altro amministratore"):
        operations.reset_second_step(user=paolo, reason="x", by=paolo, at=NOW)


# Confirming who one is


def test_a_role_is_given_only_after_confirming_and_what_was_written_goes_on(
    time_stands: time_machine.Traveller,
) -> None:
    client = entered(cast.PAOLO)
    settle(client)
    anna = cast.user(cast.ANNA)
    address = reverse("role_add", args=[anna.pk])
    assert client.get(address).status_code == 200
    time_stands.shift(timedelta(minutes=11))
    given = {
        "role": "coordinator",
        "office": Office.objects.get(code="zona").pk,
        "starts_on": "2026-11-23",
        "ends_on": "2027-01-01",
        "reason": "Sostituzione",
    }
    asked = client.post(address, given)
    assert (
        asked.headers["Location"] == f"{reverse('account_reauthenticate')}?next={address.replace('/', '%2F')}"
    )
    assert not RoleGrant.objects.filter(user=anna, role="coordinator").exists()
    wrong = client.post(reverse("account_reauthenticate"), {"password": "x" * 12, "next": address})
    assert "La password non è giusta" in wrong.content.decode()
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": address})
    row = RoleGrant.objects.get(user=anna, role="coordinator")
    assert (row.reason, row.ends_on, row.granted_by_id) == (
        "Sostituzione",
        date(2027, 1, 1),
        cast.user(cast.PAOLO).pk,
    )
    assert Event.objects.filter(verb="staff.role.granted", subject=str(anna.pk)).latest("id").important


def test_who_may_not_do_it_is_not_even_asked(time_stands: time_machine.Traveller) -> None:
    client = entered(cast.ANNA)
    time_stands.shift(timedelta(minutes=11))
    assert client.get(reverse("role_add", args=[cast.user(cast.LUCA).pk])).status_code == 403


def test_in_the_demonstration_one_click_confirms(time_stands: time_machine.Traveller) -> None:
    client = browser()
    client.post(reverse("demo_login"), {"username": cast.PAOLO})
    time_stands.shift(timedelta(minutes=11))
    address = reverse("operator_new")
    asked = client.get(address).headers["Location"]
    assert asked == f"{reverse('confirm_demo')}?next=%2Fpersonale%2Fnuovo%2F"
    assert "basta un clic" in client.get(asked).content.decode()
    assert client.post(reverse("confirm_demo"), {"next": address}).headers["Location"] == address
    assert client.get(address).status_code == 200


def test_who_came_in_with_a_password_does_not_confirm_with_a_click() -> None:
    client = entered(cast.ANNA)
    assert client.post(reverse("confirm_demo")).status_code == 404


@pytest.mark.parametrize("name", ["role_add", "operator_suspend", "second_step_reset", "login_identity"])
def test_acts_on_accounts_ask_again(name: str, time_stands: time_machine.Traveller) -> None:
    client = browser()
    client.force_login(cast.user(cast.PAOLO))
    time_stands.shift(timedelta(minutes=11))
    asked = client.get(reverse(name, args=[cast.user(cast.ANNA).pk]))
    assert asked.headers["Location"].startswith(reverse("confirm_demo"))


# Rights and leaving


def test_a_role_with_an_end_is_not_given_twice_in_the_same_time() -> None:
    anna = cast.user(cast.ANNA)
    grant(anna, "coordinator", TODAY, ends_on=TODAY + timedelta(days=30))
    with pytest.raises(OperationRefused, match="già"):
        grant(anna, "coordinator", TODAY + timedelta(days=10))
    grant(anna, "coordinator", TODAY + timedelta(days=30))
    with pytest.raises(OperationRefused, match="finisce prima"):
        grant(anna, "director", TODAY, ends_on=TODAY)


def test_a_reason_is_asked_for_every_role() -> None:
    client = Client()
    client.force_login(cast.user(cast.PAOLO))
    sent = {"role": "director", "office": Office.objects.get(code="zona").pk, "starts_on": "2026-11-23"}
    assert client.post(reverse("role_add", args=[cast.user(cast.ANNA).pk]), sent).status_code == 422


def test_nobody_writes_by_what_the_body_knows_them() -> None:
    paolo = cast.user(cast.PAOLO)
    with pytest.raises(OperationRefused, match="altro amministratore"):
        operations.set_login_identity(user=paolo, fiscal_code="", email="x@y.example", by=paolo, at=NOW)


def test_a_closed_account_is_put_out_at_once() -> None:
    client = entered(cast.ANNA)
    anna = cast.user(cast.ANNA)
    operations.suspend_account(user=anna, by=cast.user(cast.PAOLO), at=NOW, reason="Trasferimento")
    assert not inside(client)
    assert EntrySession.objects.get(user=anna).end_reason == EndReason.ACCOUNT
    assert "L’account è chiuso" in try_door(browser(), cast.ANNA, follow=True).content.decode()


def test_the_end_of_the_last_contract_closes_the_door() -> None:
    client, anna = entered(cast.ANNA), cast.user(cast.ANNA)
    for contract in Contract.objects.filter(operator__user=anna, ends_on=None):
        operations.end_contract(contract=contract, ends_on=TODAY, by=cast.user(cast.PAOLO), at=NOW)
    assert left_on(anna, TODAY) == TODAY
    assert not inside(client)
    refused = try_door(browser(), cast.ANNA)
    assert refused.status_code == 403
    assert "Il contratto è finito" in refused.content.decode()


def test_a_session_does_not_outlive_the_contract(time_stands: time_machine.Traveller) -> None:
    anna = cast.user(cast.ANNA)
    for contract in Contract.objects.filter(operator__user=anna, ends_on=None):
        tomorrow = TODAY + timedelta(days=1)
        operations.end_contract(contract=contract, ends_on=tomorrow, by=cast.user(cast.PAOLO), at=NOW)
    time_stands.move_to(NOW.replace(hour=20))
    client = entered(cast.ANNA)
    time_stands.move_to(NOW.replace(hour=23, minute=59))
    assert inside(client)
    time_stands.move_to(NOW.replace(hour=0) + timedelta(days=1))
    assert not inside(client)
    assert EntrySession.objects.get(user=anna).end_reason == EndReason.CONTRACT


def grant(user: User, role: str, starts_on: date, ends_on: date | None = None) -> RoleGrant:
    return operations.grant_role(
        user=user,
        role=role,
        office=Office.objects.get(code="zona"),
        starts_on=starts_on,
        ends_on=ends_on,
        reason="Prova",
        by=cast.user(cast.PAOLO),
        at=NOW,
    )


def settle(client: Client) -> None:
    """As if what the role asks for first had been done."""
    session = client.session
    session["first_things"] = []
    session.save()
