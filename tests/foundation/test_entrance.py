"""At the door: wrong attempts are counted, sessions are seen and closed, and end by themselves in time."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings as configured
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accanto.core import clock
from accanto.foundation.entrance import devices
from accanto.foundation.entrance.enums import EndReason
from accanto.foundation.entrance.models import Attempt, EntrySession
from accanto.foundation.entrance.operations import begin_attempt, end_sessions, open_door
from accanto.foundation.entrance.operations.attempts import DoorClosed
from accanto.foundation.jobs.models import Draft
from tests import cast
from tests.scenarios import NOW
from tests.territory.entering import FIREFOX, PHONE, browser, entered, inside, try_door, with_password

pytestmark = pytest.mark.django_db


@pytest.fixture
def time_stands() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def in_use(settings: Any) -> None:
    """Not the demonstration: half an hour of pause, and what a role demands is demanded."""
    settings.DEMO_MODE = False


# Wrong attempts


class CountingHasher(MD5PasswordHasher):
    """Counts how often a password is hashed."""

    count = 0

    def encode(self, password: str, salt: str) -> str:
        type(self).count += 1
        return super().encode(password, salt)


def fail(client: Client, name: str, times: int) -> list[int]:
    return [try_door(client, name, "sbagliata sbagliata").status_code for _ in range(times)]


def test_after_five_mistakes_the_right_password_waits_a_quarter_of_an_hour(
    time_stands: time_machine.Traveller,
) -> None:
    with_password(cast.ANNA)
    client = browser()
    assert fail(client, cast.ANNA, 5) == [200] * 5
    closed = try_door(client, cast.ANNA)
    assert (closed.status_code, closed.headers["Retry-After"]) == (429, "900")
    assert "09:15" in closed.content.decode()
    time_stands.shift(timedelta(minutes=15, seconds=1))
    assert try_door(client, cast.ANNA).status_code == 302
    assert inside(client)


def test_a_closed_door_is_not_kept_closed_by_knocking(time_stands: time_machine.Traveller) -> None:
    with_password(cast.ANNA)
    client = browser()
    fail(client, cast.ANNA, 5)
    time_stands.shift(timedelta(minutes=14))
    assert fail(client, cast.ANNA, 3) == [429] * 3
    time_stands.shift(timedelta(minutes=1, seconds=1))
    assert try_door(client, cast.ANNA).status_code == 302


def test_an_unknown_name_gets_the_same_answers_as_a_known_one(time_stands: time_machine.Traveller) -> None:
    with_password(cast.ANNA)

    def told(name: str) -> list[str]:
        client = browser()
        answers = [try_door(client, name, "sbagliata sbagliata") for _ in range(6)]
        return [
            answer.content.decode().replace(name, "…").split("<main")[-1].split("<form")[0]
            for answer in answers
        ] + [str([answer.status_code for answer in answers])]

    assert told(cast.ANNA) == told("nessuno.qui")


def test_a_known_and_an_unknown_name_cost_the_same_work(settings: Any) -> None:
    """One hashing of the password each, by name and by e-mail."""
    settings.PASSWORD_HASHERS = ["tests.foundation.test_entrance.CountingHasher"]
    user = with_password(cast.ANNA)
    user.email = "anna@accanto.example"
    user.save(update_fields=["email"])
    counts = []
    for name in (cast.ANNA, "nessuno.qui", "anna@accanto.example", "nessuno@accanto.example"):
        CountingHasher.count = 0
        try_door(browser(), name, "sbagliata sbagliata")
        counts.append(CountingHasher.count)
    assert counts == [1, 1, 1, 1]


def test_name_and_address_of_one_account_are_counted_together(time_stands: time_machine.Traveller) -> None:
    user = with_password(cast.ANNA)
    user.email = "anna@accanto.example"
    user.save(update_fields=["email"])
    client = browser()
    fail(client, cast.ANNA, 3)
    fail(client, "Anna@accanto.example", 2)
    assert try_door(client, cast.ANNA).status_code == 429


def test_what_is_typed_as_a_name_is_kept_nowhere() -> None:
    try_door(browser(), "la mia password segreta")
    assert "segreta" not in str(list(Attempt.objects.values()))


def test_an_address_that_tries_everybody_is_stopped() -> None:
    for number in range(50):
        begin_attempt(name=f"persona{number}", user=None, address="192.0.2.7", at=NOW)
    with pytest.raises(DoorClosed):
        begin_attempt(name="altra.persona", user=None, address="192.0.2.7", at=NOW)
    begin_attempt(name="altra.persona", user=None, address="192.0.2.8", at=NOW)


def test_coming_in_forgives_earlier_mistakes(time_stands: time_machine.Traveller) -> None:
    with_password(cast.ANNA)
    client = browser()
    fail(client, cast.ANNA, 4)
    try_door(client, cast.ANNA)
    assert fail(browser(), cast.ANNA, 4) == [200] * 4


def test_an_administrator_opens_the_door_again(time_stands: time_machine.Traveller) -> None:
    user = with_password(cast.ANNA)
    fail(browser(), cast.ANNA, 5)
    administrator = Client()
    administrator.force_login(cast.user(cast.PAOLO))
    assert "fermo fino alle 09:15" in administrator.get(reverse("operator", args=[user.pk])).content.decode()
    administrator.post(reverse("operator_unlock", args=[user.pk]))
    assert try_door(browser(), cast.ANNA).status_code == 302


def test_attempts_are_counted_before_any_transaction_of_the_request() -> None:
    """A request that fails takes back what it wrote; the attempt stands outside of it."""
    order = configured.MIDDLEWARE
    counting = order.index("accanto.foundation.entrance.middleware.CountAttempts")
    after_django = order.index("django.contrib.auth.middleware.AuthenticationMiddleware")
    # Between them, whoever enters with a key instead of a session: it opens no transaction either.
    assert order[after_django + 1 : counting] == ["accanto.faces.api.middleware.EnterByKey"]


@pytest.mark.django_db(transaction=True)
def test_guesses_sent_together_are_counted_one_after_the_other() -> None:
    user = cast.user(cast.ANNA)

    def guess(_number: int) -> bool:
        try:
            begin_attempt(name="", user=user, address=None, at=NOW)
        except DoorClosed:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(12) as together:
        assert sum(together.map(guess, range(24))) == 5


def test_opening_the_door_is_told_in_the_audit() -> None:
    from accanto.foundation.audit.models import Event

    open_door(user=cast.user(cast.ANNA), by=cast.user(cast.PAOLO), at=NOW)
    assert Event.objects.filter(verb="entrance.door.opened", actor__username=cast.PAOLO).count() == 1


# Sessions


def test_one_sees_where_one_is_logged_in_and_closes_the_telephone() -> None:
    desk, phone = entered(cast.ANNA), entered(cast.ANNA, PHONE)
    page = desk.get(reverse("mfa_index")).content.decode()
    assert "Firefox su Windows" in page
    assert "Chrome su Android" in page
    row = EntrySession.objects.get(agent=PHONE, ended_at=None)
    desk.post(reverse("session_end", args=[row.pk]))
    row.refresh_from_db()
    assert (row.end_reason, row.key, inside(phone), inside(desk)) == (EndReason.OWN, "", False, True)


def test_one_closes_all_the_others_at_once() -> None:
    here, *others = (entered(cast.ANNA) for _ in range(3))
    here.post(reverse("sessions_end_others"))
    assert [inside(client) for client in (here, *others)] == [True, False, False]


def test_nobody_closes_the_session_of_somebody_else() -> None:
    anna, luca = entered(cast.ANNA), entered(cast.LUCA)
    row = EntrySession.objects.get(user__username=cast.LUCA, ended_at=None)
    assert anna.post(reverse("session_end", args=[row.pk])).status_code == 404
    assert inside(luca)


def test_logging_out_ends_the_session_and_says_so() -> None:
    client = entered(cast.ANNA)
    answer = client.post(reverse("account_logout"), follow=True)
    assert "Sei uscito da Accanto" in answer.content.decode()
    assert EntrySession.objects.get(user__username=cast.ANNA).end_reason == EndReason.LOGOUT


def test_a_new_password_leaves_only_this_device_inside() -> None:
    here, elsewhere = entered(cast.ANNA), entered(cast.ANNA)
    changed = {
        "oldpassword": "quattro cavalli sul tetto",
        "password1": "otto lumache in bicicletta",
        "password2": "otto lumache in bicicletta",
    }
    assert here.post(reverse("account_change_password"), changed).status_code == 302
    assert (inside(here), inside(elsewhere)) == (True, False)
    here.post(reverse("sessions_end_others"))
    assert inside(here)


def test_the_page_costs_the_same_however_many_sessions(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    clients = [entered(cast.ANNA) for _ in range(8)]
    with django_assert_max_num_queries(13):
        assert clients[0].get(reverse("mfa_index")).status_code == 200


def test_an_ordinary_page_writes_nothing_about_the_session(
    django_assert_max_num_queries: DjangoAssertNumQueries, time_stands: time_machine.Traveller
) -> None:
    client = entered(cast.ANNA)
    with django_assert_max_num_queries(3):  # the session, its user, and what the user may see
        client.get(reverse("session_left"))
    time_stands.shift(timedelta(minutes=2))
    client.get(reverse("notifications"))
    assert EntrySession.objects.get(user__username=cast.ANNA).last_seen_at == clock.now()


# The end of a session


def test_half_an_hour_of_pause_closes_and_leads_back(
    in_use: None, time_stands: time_machine.Traveller
) -> None:
    client = entered(cast.ANNA)
    client.post(reverse("draft_save", args=["diario"]), {"text": "La signora ha chiamato"})
    time_stands.shift(timedelta(minutes=31))
    answer = client.get("/scadenze/?pagina=2")
    assert answer.headers["Location"] == "/conto/login/?next=%2Fscadenze%2F%3Fpagina%3D2&chiusa=idle"
    assert "torni dov’eri" in client.get(answer.headers["Location"]).content.decode()
    assert EntrySession.objects.get(user__username=cast.ANNA).end_reason == EndReason.IDLE
    assert Draft.objects.get(user__username=cast.ANNA).data == {"text": "La signora ha chiamato"}
    again = client.post(
        answer.headers["Location"],
        {"login": cast.ANNA, "password": "quattro cavalli sul tetto", "next": "/scadenze/?pagina=2"},
    )
    assert again.headers["Location"] == "/scadenze/?pagina=2"


def test_working_goes_on_for_as_long_as_one_works(in_use: None, time_stands: time_machine.Traveller) -> None:
    client = entered(cast.ANNA)
    for _ in range(5):
        time_stands.shift(timedelta(minutes=20))
        client.get(reverse("notifications"))
    assert inside(client)


def test_a_page_that_asks_by_itself_does_not_keep_the_session_open(
    in_use: None, time_stands: time_machine.Traveller
) -> None:
    client = entered(cast.ANNA)
    for _ in range(3):
        time_stands.shift(timedelta(minutes=11))
        last = client.get(reverse("session_left"))
    assert last.status_code == 302


def test_a_form_sent_too_late_leads_back_to_its_page(
    in_use: None, time_stands: time_machine.Traveller
) -> None:
    client = entered(cast.ANNA)
    time_stands.shift(timedelta(minutes=31))
    answer = client.post(
        "/notifiche/lette/", {}, headers={"referer": "http://testserver/notifiche/?pagina=3"}
    )
    assert answer.headers["Location"].startswith("/conto/login/?next=%2Fnotifiche%2F%3Fpagina%3D3")


def test_a_piece_of_page_sends_the_whole_page_to_the_door(
    in_use: None, time_stands: time_machine.Traveller
) -> None:
    client = entered(cast.ANNA)
    time_stands.shift(timedelta(minutes=31))
    answer = client.get(
        "/scadenze/", headers={"hx-request": "true", "hx-current-url": "http://testserver/casi/?q=rossi"}
    )
    assert answer.status_code == 204
    assert answer.headers["HX-Redirect"] == "/conto/login/?next=%2Fcasi%2F%3Fq%3Drossi&chiusa=idle"


def test_another_site_cannot_say_where_one_was(in_use: None, time_stands: time_machine.Traveller) -> None:
    client = entered(cast.ANNA)
    time_stands.shift(timedelta(minutes=31))
    answer = client.post("/notifiche/lette/", {}, headers={"referer": "https://altrove.example/pagina"})
    assert answer.headers["Location"] == "/conto/login/?next=%2F&chiusa=idle"


def test_after_a_working_day_one_logs_in_again(in_use: None, time_stands: time_machine.Traveller) -> None:
    client = entered(cast.ANNA)
    for _ in range(36):
        time_stands.shift(timedelta(minutes=20))
        client.get(reverse("notifications"))
    assert not inside(client)
    assert EntrySession.objects.get(user__username=cast.ANNA).end_reason == EndReason.LIMIT


def test_the_page_can_say_that_somebody_is_there(in_use: None, time_stands: time_machine.Traveller) -> None:
    client = entered(cast.ANNA)
    time_stands.shift(timedelta(minutes=29))
    assert client.get(reverse("session_left")).json() == {"left": 60}
    assert client.post(reverse("session_stay")).json() == {"left": 1800}
    time_stands.shift(timedelta(minutes=29))
    assert inside(client)


def test_the_administrator_closes_the_sessions_of_somebody() -> None:
    anna, paolo = entered(cast.ANNA), Client()
    paolo.force_login(cast.user(cast.PAOLO))
    paolo.post(reverse("operator_sessions_end", args=[cast.user(cast.ANNA).pk]))
    assert not inside(anna)
    assert EntrySession.objects.get(user__username=cast.ANNA).end_reason == EndReason.ADMINISTRATOR


def test_sessions_that_have_ended_are_not_ended_again() -> None:
    entered(cast.ANNA)
    user = cast.user(cast.ANNA)
    assert end_sessions(user=user, reason=EndReason.ADMINISTRATOR, at=NOW) == 1
    assert end_sessions(user=user, reason=EndReason.ADMINISTRATOR, at=NOW) == 0


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox su Windows"),
        (PHONE, "Chrome su Android"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1",
            "Safari su iPhone",
        ),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Chrome/141.0 Safari/537.36 Edg/141.0", "Edge su Mac"),
        ("curl/8.0", "Un dispositivo che non dice che cos’è"),
    ],
)
def test_a_device_in_words(agent: str, words: str) -> None:
    assert devices.in_words(agent) == words


def test_pages_of_accounts_that_we_do_not_offer_do_not_exist() -> None:
    client = Client()
    for address in ("signup/", "password/reset/", "email/", "3rdparty/", "password/reset/key/1-x/"):
        assert client.get(f"/conto/{address}").status_code == 404
