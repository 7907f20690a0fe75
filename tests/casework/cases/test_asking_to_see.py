"""From the card to the case: asked, decided, read for some days, and gone by itself; the others find nothing."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accanto.casework.cases.due import waiting_for
from accanto.casework.cases.models import AccessRequest, Case, Deadline
from accanto.casework.cases.operations import (
    AlreadyDecided,
    add_co_worker,
    allow_request,
    ask_to_see,
    bar_from_case,
    close_case,
    lapse_requests,
    move_case,
    refuse_request,
)
from accanto.core.database.context import acting, acting_for
from accanto.core.errors import NotPermitted, OperationRefused
from accanto.core.working_time import add_working_days
from accanto.foundation.audit.models import Event
from accanto.foundation.notifications.models import Notification
from accanto.people.persons.enums import Depth, GrantReason
from accanto.people.persons.models import AccessGrant
from accanto.people.persons.operations import grant_access
from accanto.territory.bodies.models import Office
from accanto.territory.staff.models import RoleGrant, User
from tests import cast
from tests.scenarios import NOW, TODAY, Situation, family_in_charge

pytestmark = pytest.mark.django_db
WHY = "È allo sportello e chiede del contributo"
TOLD = {"told": "told", "told_by": "Dario Finti", "told_on": TODAY}


@pytest.fixture(autouse=True)
def morning() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def known_at_the_desk(**more: Any) -> Situation:
    """Dario's office has a card of Lucia, from a list and not from the case."""
    made = family_in_charge(**more)
    desk = Office.objects.get(code="urp-pistoia")
    grant_access(
        person=made.family.lucia,
        office=desk,
        depth=Depth.CARD,
        reason=GrantReason.OUTCOME_LIST,
        by=made.carla,
        at=NOW - timedelta(hours=1),
    )
    return made


def enter(username: str) -> Client:
    client = Client()
    client.force_login(cast.user(username))
    return client


def asked(made: Situation, by: User | None = None, **changes: Any) -> AccessRequest:
    given: dict[str, Any] = {"depth": Depth.READ, "days": 7, "reason": WHY, **TOLD, **changes}
    return ask_to_see(
        person=made.family.lucia, case_id=made.case.pk, by=by or cast.user(cast.DARIO), at=NOW, **given
    )


def allowed(request: AccessRequest, by: User, **changes: Any) -> AccessRequest:
    given = {"depth": request.depth, "days": request.days, "answer": "Va bene", "at": NOW, **changes}
    return allow_request(request=request, by=by, **given)


def ask_page(made: Situation) -> str:
    return reverse("case_ask", args=[made.family.lucia.pk, made.case.pk])


def case_page(made: Situation) -> str:
    return reverse("case", args=[made.case.pk])


def seen_by(user: User) -> int:
    with acting(acting_for(user, at=NOW)):
        assert list(AccessRequest.objects.visible_to(user)) == list(AccessRequest.objects.all())
        return AccessRequest.objects.count()


def test_from_the_desk_to_seven_days_of_reading_and_back() -> None:
    made = known_at_the_desk()
    desk, anna = enter(cast.DARIO), enter(cast.ANNA)
    assert desk.get(reverse("search"), {"q": "Lucia Campioni"}).content.decode().count("con Anna Prova") == 1
    card = desk.get(reverse("person", args=[made.family.lucia.pk])).content.decode()
    assert ask_page(made) in card
    assert desk.get(case_page(made)).status_code == 404
    sent = {"reason": WHY, "depth": 30, "days": 7, "told": "told", "told_by": "Io", "told_on": "2026-11-23"}
    assert desk.post(ask_page(made), sent).status_code == 302
    request = AccessRequest.objects.get()
    assert waiting_for(cast.user(cast.ANNA)).filter(code="cases.request").count() == 1
    decide = reverse("case_request", args=[made.case.pk, request.pk])
    assert decide in anna.get(reverse("home")).content.decode()
    page = anna.get(decide).content.decode()
    assert all(words in page for words in ("Dario Finti", WHY, "Il nucleo lo sa: Io, 23"))
    answer = {"decision": "allow", "depth": 30, "days": 7, "answer": "Chiamami prima"}
    assert anna.post(decide, answer).status_code == 302
    with acting(acting_for(cast.user(cast.DARIO), at=NOW)):
        (told,) = Notification.objects.filter(kind="cases.request_allowed")
    assert told.url == case_page(made)
    read = desk.get(case_page(made))
    assert read.status_code == 200
    assert "Vedi questo caso perché l’hai chiesto" in read.content.decode()
    assert "id_text" not in read.content.decode()
    listed = anna.get(reverse("case_access", args=[made.case.pk])).content.decode()
    assert all(words in listed for words in ("Dario Finti", WHY, "Il nucleo lo sa: Io", "30"))
    assert decide not in anna.get(reverse("home")).content.decode()
    with time_machine.travel(NOW + timedelta(days=6, hours=23), tick=False):
        assert enter(cast.DARIO).get(case_page(made)).status_code == 200
    with time_machine.travel(NOW + timedelta(days=8), tick=False):
        later = enter(cast.DARIO)
        assert later.get(case_page(made)).status_code == 404
        assert later.get(reverse("case_why", args=[made.case.pk])).status_code == 404
        assert later.get(ask_page(made)).status_code == 200
    verbs = Event.objects.filter(context=made.case.pk, verb__startswith="cases.request").order_by("id")
    assert [event.verb for event in verbs] == ["cases.request.asked", "cases.request.allowed"]


def test_the_card_tells_a_service_and_whom_to_call_and_never_more() -> None:
    made = known_at_the_desk()
    User.objects.filter(pk=made.anna.pk).update(email="anna.prova@esempio.test")
    page = enter(cast.DARIO).get(reverse("person", args=[made.family.lucia.pk])).content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    for words in ("Lucia Campioni", "1988", "Polo Pistoia Nord", "Anna Prova", "anna.prova@esempio.test"):
        assert words in main
    for words in (
        "14 maggio",
        "maggio",
        "Marta",
        "Nico",
        made.case.number,
        "Via degli Esempi",
        "Nucleo Campioni",
    ):
        assert words not in main
    row = enter(cast.DARIO).get(reverse("search"), {"q": "Lucia"}).content.decode()
    assert ("1988" in row, "38 anni" in row, "Pistoia ·" in row) == (True, False, False)


@pytest.mark.parametrize("compartment", ["violence", "adoption", "child_protection", "justice"])
def test_behind_a_fence_every_address_answers_as_for_somebody_who_does_not_exist(compartment: str) -> None:
    made = known_at_the_desk()
    request = asked(made)
    move_case(case=made.case, compartment=compartment, staying=[], reason="Prova", by=made.anna, at=NOW)
    desk = enter(cast.DARIO)
    nobody = [uuid4(), uuid4()]
    gone = desk.get(ask_page(made))
    never = desk.get(reverse("case_ask", args=nobody))
    assert (gone.status_code, never.status_code) == (404, 404)
    assert _plain(gone.content.decode()) == _plain(never.content.decode())
    sent = {"reason": WHY, "depth": 30, "days": 7, "told": "not_told", "not_told_why": "no"}
    posted = [desk.post(url, sent) for url in (ask_page(made), reverse("case_ask", args=nobody))]
    assert {answer.status_code for answer in posted} == {404}
    with pytest.raises(Case.DoesNotExist):
        asked(made)
    page = desk.get(reverse("person", args=[made.family.lucia.pk])).content.decode()
    assert "Ora nessuno segue questa persona" in page
    assert AccessRequest.objects.get().state == "lapsed"
    assert (seen_by(cast.user(cast.DARIO)), seen_by(made.anna)) == (0, 1)
    with acting(acting_for(cast.user(cast.DARIO), at=NOW)):
        assert not Notification.objects.filter(kind__startswith="cases.request").exists()
    with pytest.raises(AlreadyDecided):
        allowed(request, made.anna)


def _plain(page: str) -> str:
    return page[page.index("<main") : page.index("</main>")]


def test_whoever_must_not_see_gets_the_same_404_and_a_late_bar_stops_the_answer() -> None:
    made = known_at_the_desk()
    request = asked(made)
    dario = cast.user(cast.DARIO)
    bar_from_case(case=made.case, user=dario, reason="relative", source="detto", by=made.anna, at=NOW)
    desk = enter(cast.DARIO)
    for url in (ask_page(made), reverse("person", args=[made.family.lucia.pk]), case_page(made)):
        assert desk.get(url).status_code == 404
    with pytest.raises(OperationRefused, match="non deve vedere"):
        allowed(request, made.anna)
    with pytest.raises(Case.DoesNotExist):
        asked(made)
    assert seen_by(dario) == 0
    assert not AccessGrant.objects.filter(user=dario).exists()


def test_asking_again_answers_with_the_open_one() -> None:
    made = known_at_the_desk()
    first = asked(made)
    assert asked(made, reason="Un altro motivo lungo abbastanza", days=30) == first
    assert AccessRequest.objects.count() == 1
    assert "Hai già chiesto" in enter(cast.DARIO).get(ask_page(made)).content.decode()
    refuse_request(request=first, answer="Telefonami", by=made.anna, at=NOW)
    assert asked(made) != first


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": "mi serve"}, "reason"),
        ({"days": 31}, "days"),
        ({"days": 0}, "days"),
        ({"depth": Depth.WORK}, "depth"),
        ({"depth": Depth.TEAM}, "depth"),
        ({"told_by": " "}, "told_by"),
        ({"told_on": None}, "told_on"),
        ({"told_on": TODAY + timedelta(days=1)}, "told_on"),
        ({"told": "not_told"}, "not_told_why"),
    ],
)
def test_what_is_missing_is_named(changes: dict[str, Any], field: str) -> None:
    made = known_at_the_desk()
    with pytest.raises(OperationRefused) as refused:
        asked(made, **changes)
    assert refused.value.field == field
    assert not AccessRequest.objects.exists()


def test_the_page_says_what_is_missing_beside_the_field() -> None:
    made = known_at_the_desk()
    answer = enter(cast.DARIO).post(
        ask_page(made), {"reason": "x", "depth": 30, "days": 7, "told": "not_told"}
    )
    assert answer.status_code == 422
    assert "almeno una frase" in answer.content.decode()


def test_a_role_without_the_permission_and_a_stranger_ask_nothing() -> None:
    made = known_at_the_desk()
    for username in (cast.BRUNO, cast.OLGA, cast.PAOLO, cast.ZENO):
        with pytest.raises(NotPermitted):
            asked(made, cast.user(username))
    with pytest.raises(Case.DoesNotExist):
        asked(made, cast.user(cast.GIULIA))
    with pytest.raises(OperationRefused) as refused:
        asked(made, made.anna)
    assert refused.value.field == "depth"


def test_those_who_follow_the_case_are_told_and_find_it_in_their_work_and_nobody_else() -> None:
    made = known_at_the_desk()
    luca = cast.user(cast.LUCA)
    add_co_worker(case=made.case, user=luca, by=made.anna, at=NOW - timedelta(hours=1), on=TODAY)
    request = asked(made)
    told = Notification.objects.filter(kind="cases.request_asked").values_list("user__username", flat=True)
    assert set(told) == {cast.ANNA, cast.LUCA, cast.CARLA}
    for username in cast.EVERYBODY:
        user = cast.user(username)
        waiting = waiting_for(user).filter(code="cases.request").count()
        assert (username, waiting) == (username, int(username in {cast.ANNA, cast.LUCA, cast.CARLA}))
        follows = username in {cast.ANNA, cast.LUCA, cast.CARLA, cast.DARIO}
        assert (username, seen_by(user)) == (username, int(follows))
    row = Deadline.objects.filter(code="cases.request").first()
    assert row is not None
    assert row.due_on == add_working_days(TODAY, 3, "047014")
    assert WHY not in str(row.params)
    assert "Dario" not in str(row.params)
    allowed(request, luca)
    assert not Deadline.objects.filter(code="cases.request", state="open").exists()


def test_the_answer_may_give_less_and_never_more() -> None:
    made = known_at_the_desk()
    giulia = cast.user(cast.GIULIA)
    grant_access(
        person=made.family.lucia,
        user=giulia,
        depth=Depth.CARD,
        reason=GrantReason.OUTCOME_LIST,
        by=made.carla,
        at=NOW - timedelta(hours=1),
    )
    request = asked(made, giulia, depth=Depth.WORK, days=30)
    for changes, field in (({"days": 31}, "days"), ({"days": 0}, "days"), ({"depth": Depth.TEAM}, "depth")):
        with pytest.raises(OperationRefused) as refused:
            allowed(request, made.anna, **changes)
        assert refused.value.field == field
    allowed(request, made.anna, depth=Depth.READ, days=2)
    grants = AccessGrant.objects.filter(user=giulia, reason="asked")
    assert {(g.depth, g.ends_at, g.granted_by) for g in grants} == {
        (Depth.READ, NOW + timedelta(days=2), made.anna)
    }
    assert grants.count() == 3


def test_nobody_decides_their_own_nor_without_following_the_case() -> None:
    made = known_at_the_desk()
    request = asked(made)
    for by in (cast.user(cast.DARIO), cast.user(cast.GIULIA), cast.user(cast.LUCA)):
        with pytest.raises(NotPermitted):
            allowed(request, by)
        with pytest.raises(NotPermitted):
            refuse_request(request=request, answer="no", by=by, at=NOW)
    # Whoever was let in to work does not let others in.
    grant_access(
        person=made.family.lucia,
        user=cast.user(cast.LUCA),
        depth=Depth.WORK,
        reason=GrantReason.ASKED,
        context=made.case.pk,
        by=made.anna,
        at=NOW - timedelta(hours=1),
        ends_at=NOW + timedelta(days=7),
    )
    with pytest.raises(NotPermitted):
        allowed(request, cast.user(cast.LUCA))
    assert enter(cast.LUCA).get(reverse("case_request", args=[made.case.pk, request.pk])).status_code == 404
    with pytest.raises(IntegrityError), transaction.atomic():
        AccessRequest.objects.update(
            state="refused", decided_by=cast.user(cast.DARIO), closed_at=NOW, answer="x"
        )


def test_of_two_who_decide_the_second_is_told_that_it_was_decided() -> None:
    made = known_at_the_desk()
    request = asked(made)
    url = reverse("case_request", args=[made.case.pk, request.pk])
    sent = {"decision": "allow", "depth": 30, "days": 7, "answer": ""}
    assert enter(cast.ANNA).post(url, {**sent, "decision": "refuse"}).status_code == 422
    assert (
        enter(cast.ANNA).post(url, {**sent, "decision": "refuse", "answer": "Telefonami"}).status_code == 302
    )
    second = enter(cast.CARLA).post(url, sent, follow=True).content.decode()
    assert "Anna Prova ha già deciso" in second
    assert AccessRequest.objects.get().state == "refused"
    assert not AccessGrant.objects.filter(reason="asked").exists()
    card = enter(cast.DARIO).get(reverse("person", args=[made.family.lucia.pk])).content.decode()
    assert "Telefonami" in card


def test_whoever_loses_the_role_before_the_answer_gets_nothing() -> None:
    made = known_at_the_desk()
    request = asked(made)
    RoleGrant.objects.filter(user__username=cast.DARIO).update(ends_on=TODAY)
    with pytest.raises(OperationRefused, match="ruolo"):
        allowed(request, made.anna)
    assert lapse_requests(at=NOW) == (0, 1)
    assert AccessRequest.objects.get().state == "lapsed"
    assert not AccessGrant.objects.filter(reason="asked").exists()


def test_unanswered_it_goes_to_the_coordinator_and_then_lapses() -> None:
    made = known_at_the_desk()
    request = asked(made)
    assert lapse_requests(at=_on(request.decide_by)) == (0, 0)
    late = _on(request.decide_by + timedelta(days=1))
    assert (lapse_requests(at=late), lapse_requests(at=late)) == ((1, 0), (0, 0))
    codes = {
        u: list(waiting_for(cast.user(u)).values_list("code", flat=True)) for u in (cast.ANNA, cast.CARLA)
    }
    assert "cases.request" not in codes[cast.ANNA]
    assert "cases.request_late" in codes[cast.CARLA]
    with time_machine.travel(late, tick=False):
        assert "Nessuno ha risposto a un collega" in enter(cast.CARLA).get(reverse("home")).content.decode()
    assert Notification.objects.filter(kind="cases.request_late", user__username=cast.CARLA).count() == 1
    assert lapse_requests(at=_on(request.lapses_on)) == (0, 1)
    assert not Deadline.objects.filter(code__startswith="cases.request", state="open").exists()
    with acting(acting_for(cast.user(cast.DARIO), at=NOW)):
        assert Notification.objects.filter(kind="cases.request_lapsed").count() == 1
    with pytest.raises(AlreadyDecided):
        allowed(request, made.anna, at=_on(request.lapses_on))


def _on(day: date) -> datetime:
    return NOW.replace(year=day.year, month=day.month, day=day.day)


def test_with_the_case_what_was_asked_and_what_was_given_end() -> None:
    made = known_at_the_desk()
    allowed(asked(made), made.anna)
    giulia = cast.user(cast.GIULIA)
    grant_access(
        person=made.family.lucia,
        user=giulia,
        depth=Depth.CARD,
        reason=GrantReason.OUTCOME_LIST,
        by=made.carla,
        at=NOW - timedelta(hours=1),
    )
    asked(made, giulia)
    later = NOW + timedelta(hours=1)
    from accanto.casework.pathways.models import Pathway

    Pathway.objects.filter(case=made.case).delete()
    close_case(case=made.case, outcome="moved", evaluation="x", by=made.anna, at=later, on=TODAY)
    assert AccessRequest.objects.get(asked_by=giulia).state == "lapsed"
    with time_machine.travel(later + timedelta(minutes=1), tick=False):
        assert enter(cast.DARIO).get(case_page(made)).status_code == 404


def test_the_pages_cost_what_they_cost(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    made = known_at_the_desk()
    desk = enter(cast.DARIO)
    desk.get(ask_page(made))
    with django_assert_max_num_queries(11):
        desk.get(ask_page(made))
    request = asked(made)
    with django_assert_max_num_queries(15):
        desk.get(reverse("person", args=[made.family.lucia.pk]))
    anna = enter(cast.ANNA)
    with django_assert_max_num_queries(18):
        anna.get(reverse("case_request", args=[made.case.pk, request.pk]))


def test_without_a_context_there_is_nothing_to_read() -> None:
    made = known_at_the_desk()
    asked(made)
    with acting(acting_for(cast.user(cast.GIULIA), at=NOW)), connection.cursor() as cursor:
        for statement in ("SELECT count(*) FROM cases_accessrequest", "SELECT count(*) FROM acc_follower"):
            cursor.execute(statement)
            assert cursor.fetchone() == (0,)
