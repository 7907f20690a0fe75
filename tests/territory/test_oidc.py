"""The log-in of the body, end to end, against a real provider on this machine: over the network, signed, checked."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from django.test import Client
from django.urls import reverse

from accanto.core.env import SettingError
from accanto.core.identity_provider import IdentityProvider, as_allauth, identity_provider
from accanto.foundation.entrance.enums import EndReason, EntryWay
from accanto.foundation.entrance.models import EntrySession
from accanto.territory.staff import operations
from accanto.territory.staff.models import User
from tests import cast
from tests.scenarios import NOW
from tests.territory.entering import browser, give_telephone, inside, try_door, with_password
from tests.territory.oidc_provider import CLIENT, FISCAL, LEVEL_1, LEVEL_2, SECRET, Provider, running_provider

pytestmark = pytest.mark.django_db
ANNAS_CODE = "PRVNNA85A41G713D"
LOGIN = "/conto/oidc/ente/login/"


@pytest.fixture(scope="module")
def running() -> Iterator[Provider]:
    with running_provider() as provider:
        yield provider


@pytest.fixture
def provider(running: Provider, settings: Any) -> Provider:
    """The provider, and an instance configured for it; Anna and Carla are known there by their fiscal codes."""
    issuer, key, other = running.issuer, running.key, running.other_key
    running.__init__()  # type: ignore[misc]
    running.issuer, running.key, running.other_key = issuer, key, other
    settings.IDENTITY_PROVIDER = IdentityProvider(
        issuer=issuer,
        client_id=CLIENT,
        secret=SECRET,
        name="l’accesso del Comune",
        acr=(LEVEL_2,),
        two_factors=(LEVEL_2,),
        match=("fiscal_code", "email"),
    )
    settings.SOCIALACCOUNT_PROVIDERS = as_allauth(settings.IDENTITY_PROVIDER)
    settings.DEMO_MODE = False
    known_as(cast.ANNA, running)
    return running


def known_as(username: str, provider: Provider, code: str = ANNAS_CODE) -> User:
    """The provider says that the person with this code is there, and here the code is of `username`."""
    User.objects.filter(fiscal_code=code).update(fiscal_code="")
    User.objects.filter(username=username).update(fiscal_code=code)
    provider.person = {"sub": f"sub-{username}", FISCAL: f"TINIT-{code}"}
    return cast.user(username)


def go(client: Client, address: str = LOGIN) -> Any:
    """There and back, as a browser does; gives the answer to the way back."""
    sent = client.get(address)
    assert sent.status_code == 302, sent.content.decode()
    back = requests.get(sent.headers["Location"], allow_redirects=False, timeout=10)
    parts = urlsplit(back.headers["Location"])
    return client.get(f"{parts.path}?{parts.query}")


def test_an_operator_enters_with_the_log_in_of_the_body(provider: Provider) -> None:
    client = browser()
    answer = go(client, f"{LOGIN}?next=/notifiche/")
    assert answer.headers["Location"] == "/notifiche/"
    assert inside(client)
    row = EntrySession.objects.get(user__username=cast.ANNA)
    assert (row.way, row.provider_session) == (EntryWay.PROVIDER, "session-1")
    asked = provider.asked[-1]
    assert (asked["acr_values"], asked["code_challenge_method"]) == (LEVEL_2, "S256")
    assert set(asked["scope"].split()) == {"openid", "profile", "email"}


def test_the_log_in_page_offers_it(provider: Provider) -> None:
    page = browser().get(reverse("account_login")).content.decode()
    assert "Entra con l’accesso del Comune" in page


def test_without_a_provider_there_is_nothing_to_see() -> None:
    assert "oidc" not in browser().get(reverse("account_login")).content.decode()
    assert browser().get(LOGIN).status_code == 404


def test_a_verified_address_will_do_and_one_that_is_not_verified_will_not(provider: Provider) -> None:
    User.objects.filter(username=cast.LUCA).update(email="luca@comune.example")
    provider.person = {"sub": "x", "email": "Luca@comune.example", "email_verified": False}
    assert go(browser()).status_code == 403
    provider.person["email_verified"] = True
    client = browser()
    go(client)
    assert EntrySession.objects.get(user__username=cast.LUCA).way == EntryWay.PROVIDER


def test_an_unknown_person_is_told_what_to_do_and_nothing_is_created(provider: Provider) -> None:
    before = User.objects.count()
    provider.person = {
        "sub": "nuovo",
        FISCAL: "TINIT-SCNSCT80A01H501X",
        "email": "x@y.example",
        "email_verified": True,
    }
    answer = go(browser())
    assert answer.status_code == 403
    assert "Nessun operatore con questa identità" in answer.content.decode()
    assert f"{provider.issuer}/leave" in answer.content.decode()
    assert (User.objects.count(), EntrySession.objects.count()) == (before, 0)


def test_a_closed_account_stays_closed(provider: Provider) -> None:
    operations.suspend_account(user=cast.user(cast.ANNA), by=cast.user(cast.PAOLO), at=NOW, reason="x")
    client = browser()
    assert go(client).headers["Location"] == reverse("account_inactive")
    assert not inside(client)


def test_less_assurance_than_asked_is_refused_in_words(provider: Provider) -> None:
    provider.acr = LEVEL_1
    client = browser()
    answer = go(client)
    assert "SPID di livello 2" in answer.content.decode()
    assert not inside(client)


@pytest.mark.parametrize(
    "wrong",
    [
        {"wrong": {"nonce": "other"}},
        {"wrong": {"nonce": None}},
        {"wrong": {"aud": "somebody-else"}},
        {"wrong": {"aud": [CLIENT, "somebody-else"]}},
        {"wrong": {"azp": "somebody-else"}},
        {"wrong": {"iss": "https://another.example"}},
        {"wrong": {"exp": 1_000_000_000}},
        {"wrong": {"acr": None}},
        {"wrong_userinfo": {"sub": "somebody-else"}},
        {"stranger_key": True},
        {"algorithm": "HS256"},
    ],
)
def test_a_token_that_does_not_hold_lets_nobody_in(provider: Provider, wrong: dict[str, Any]) -> None:
    for name, value in wrong.items():
        setattr(provider, name, value)
    client = browser()
    assert go(client).status_code == 403
    assert not inside(client)


def test_an_answer_that_nobody_asked_for_lets_nobody_in(provider: Provider) -> None:
    client = browser()
    answer = client.get(f"{LOGIN}callback/?code=x&state=y")
    assert "Accesso non riuscito" in answer.content.decode()
    other = browser()
    sent = other.get(LOGIN)
    back = requests.get(sent.headers["Location"], allow_redirects=False, timeout=10).headers["Location"]
    stolen = client.get(f"{LOGIN}callback/?{urlsplit(back).query}")
    assert (stolen.status_code, inside(client)) == (403, False)


def test_going_back_at_the_provider_is_no_fault(provider: Provider) -> None:
    provider.refuse = "access_denied"
    assert "riprova quando vuoi" in go(browser()).content.decode()


def test_a_provider_that_rests_is_said_to_rest(provider: Provider, settings: Any) -> None:
    settings.IDENTITY_PROVIDER = IdentityProvider("http://127.0.0.1:9", CLIENT, SECRET, "SPID")
    settings.SOCIALACCOUNT_PROVIDERS = as_allauth(settings.IDENTITY_PROVIDER)
    assert "SPID non ha risposto" in browser().get(LOGIN).content.decode()


def test_two_factors_at_the_body_are_enough(provider: Provider) -> None:
    carla = known_as(cast.CARLA, provider)
    give_telephone(carla)
    client = browser()
    assert go(client).headers["Location"] == "/"
    assert client.get("/").status_code == 200


def test_one_factor_at_the_body_is_followed_by_ours(provider: Provider, settings: Any) -> None:
    settings.IDENTITY_PROVIDER = IdentityProvider(
        provider.issuer, CLIENT, SECRET, "SPID", acr=(LEVEL_1, LEVEL_2), two_factors=(LEVEL_2,)
    )
    provider.acr = LEVEL_1
    carla = known_as(cast.CARLA, provider)
    client = browser()
    go(client)
    assert client.get("/").headers["Location"] == reverse("second_step_start")
    give_telephone(carla)
    assert go(browser()).headers["Location"] == reverse("mfa_authenticate")


def test_what_the_body_proved_does_not_help_a_password(provider: Provider) -> None:
    """Somebody refused after two factors at the body, who then guesses a password, is asked for the code."""
    operations.suspend_account(
        user=known_as(cast.ANNA, provider), by=cast.user(cast.PAOLO), at=NOW, reason="x"
    )
    carla = with_password(cast.CARLA)
    give_telephone(carla)
    client = browser()
    go(client)
    assert try_door(client, cast.CARLA).headers["Location"] == reverse("mfa_authenticate")


def test_leaving_also_leaves_the_body(provider: Provider) -> None:
    client = browser()
    go(client)
    page = client.post(reverse("account_logout"), follow=True).content.decode()
    onward = page.split('content="0; url=')[1].split('"')[0].replace("&amp;", "&")
    back = requests.get(onward, allow_redirects=False, timeout=10)
    assert back.headers["Location"].endswith(reverse("logged_out"))
    told = provider.left[-1]
    assert (told["client_id"], bool(told["id_token_hint"])) == (CLIENT, True)
    assert "Entra di nuovo" in client.get(reverse("logged_out")).content.decode()


def test_the_body_can_close_the_session_by_itself(provider: Provider) -> None:
    client = browser()
    events: dict[str, Any] = {"http://schemas.openid.net/event/backchannel-logout": {}}
    go(client)
    other = Client(enforce_csrf_checks=True)
    address = reverse("provider_left")
    for token in ("", "x.y.z", provider.signed(events=events, nonce="n"), provider.signed()):
        assert other.post(address, {"logout_token": token}).status_code == 400
    assert inside(client)
    assert other.post(address, {"logout_token": provider.signed(events=events)}).status_code == 200
    assert not inside(client)
    assert EntrySession.objects.get(user__username=cast.ANNA).end_reason == EndReason.PROVIDER


def confirmation(provider: Provider, client: Client) -> Any:
    session = client.session
    session["confirmed_at"] = 0
    session.save()
    asked = client.get(reverse("operator_new"))
    assert urlsplit(asked.headers["Location"]).path == reverse("provider_confirm")
    return go(client, asked.headers["Location"])


def test_confirming_who_one_is_asks_the_body_again(provider: Provider) -> None:
    known_as(cast.PAOLO, provider)
    client = browser()
    go(client)
    answer = confirmation(provider, client)
    assert (provider.asked[-1]["prompt"], provider.asked[-1]["max_age"]) == ("login", "0")
    final = client.get(answer.headers["Location"])
    assert final.headers["Location"] == reverse("operator_new")
    assert client.get(reverse("operator_new")).status_code == 200


def test_another_person_or_an_old_log_in_confirms_nothing(provider: Provider) -> None:
    known_as(cast.PAOLO, provider)
    client = browser()
    go(client)
    provider.auth_time = 1_000_000_000
    assert confirmation(provider, client).status_code == 403
    provider.auth_time = None
    provider.person = {"sub": "x", FISCAL: "TINIT-SCNSCT80A01H501X"}
    assert "persona diversa" in confirmation(provider, client).content.decode()
    assert client.get(reverse("operator_new")).status_code == 302


def test_half_a_configuration_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    assert identity_provider() is None
    monkeypatch.setenv("ACCANTO_OIDC_ISSUER", "http://accesso.example")
    with pytest.raises(SettingError, match="https"):
        identity_provider()
    monkeypatch.setenv("ACCANTO_OIDC_ISSUER", "https://accesso.example/")
    with pytest.raises(SettingError, match="CLIENT_ID"):
        identity_provider()
    monkeypatch.setenv("ACCANTO_OIDC_CLIENT_ID", "accanto")
    monkeypatch.setenv("ACCANTO_OIDC_CLIENT_SECRET", "x")
    monkeypatch.setenv("ACCANTO_OIDC_MATCH", "name")
    with pytest.raises(SettingError, match="MATCH"):
        identity_provider()
    monkeypatch.setenv("ACCANTO_OIDC_MATCH", "email")
    found = identity_provider()
    assert found is not None
    assert (found.issuer, found.match) == ("https://accesso.example", ("email",))
