"""Who answers for a case, and what becomes theirs with it."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from accanto.casework.cases import following
from accanto.casework.cases.due import waiting_for
from accanto.casework.cases.models import Appointment, Case, CaseWorker, Deadline
from accanto.casework.cases.operations import (
    add_co_worker,
    bar_from_case,
    book_appointment,
    move_case,
    name_responsible,
    open_case,
    open_deadline,
    release_co_worker,
    set_responsible,
    suspend_case,
    take_co_worker,
)
from accanto.casework.cases.seeing import TO_DECIDE
from accanto.core.errors import NotPermitted, OperationRefused
from accanto.foundation.notifications.models import Notification
from accanto.people.persons.enums import Depth
from accanto.people.persons.models import AccessGrant
from accanto.territory.bodies.models import Office
from accanto.territory.staff.models import OfficePost, User
from accanto.territory.staff.operations import grant_role
from tests import cast
from tests.scenarios import NOW, TODAY, Situation, family, family_in_charge

pytestmark = pytest.mark.django_db


def nord() -> Office:
    return Office.objects.get(code="polo-pistoia-nord")


def nobodys() -> Case:
    """A household in charge at Nord, with a clock that runs and nobody who answers for it."""
    carla = cast.user(cast.CARLA)
    case = open_case(household=family().household, unit=nord(), responsible=None, by=carla, at=NOW, on=TODAY)
    suspend_case(
        case=case, reason="away", note="Sono via.", expected_on=TODAY + timedelta(days=3), by=carla, at=NOW, on=TODAY
    )  # fmt: skip
    return case


def test_the_first_responsible_takes_the_clocks_that_ran_while_nobody_was() -> None:
    case, anna, carla = nobodys(), cast.user(cast.ANNA), cast.user(cast.CARLA)
    assert [row.code for row in waiting_for(carla)] == ["cases.suspension"]
    set_responsible(case=case, user=anna, by=carla, at=NOW, on=TODAY)
    assert [(row.case, row.code) for row in waiting_for(anna)] == [(case, "cases.suspension")]
    assert list(waiting_for(carla)) == []


def test_who_lets_colleagues_in_stays_with_the_coordinators_too() -> None:
    case, anna, carla = nobodys(), cast.user(cast.ANNA), cast.user(cast.CARLA)
    open_deadline(case=case, code=TO_DECIDE, started_on=TODAY, due_on=TODAY, request="x")
    set_responsible(case=case, user=anna, by=carla, at=NOW, on=TODAY)
    rows = Deadline.objects.filter(case=case, state="open").values_list("code", "owner__username")
    assert set(rows) == {("cases.suspension", cast.ANNA), ("cases.request", None)}


@pytest.fixture
def made() -> Situation:
    return family_in_charge()


def give(made: Situation, user: User, **changes: Any) -> list[str]:
    told = {
        "case": made.case, "former": made.anna.pk, "reason": "Anna lascia l’unità.", "by": made.carla, "at": NOW,
        **changes,
    }  # fmt: skip
    return name_responsible(user=user, **told)


def take(made: Situation, user: User, **changes: Any) -> None:
    told = {"case": made.case, "reason": "Segue i figli.", "by": made.anna, "at": NOW, **changes}
    take_co_worker(user=user, **told)


def sees(user: User, case: Case, depth: int = Depth.TEAM) -> bool:
    return Case.objects.visible_to(user, depth).filter(pk=case.pk).exists()


def planned(made: Situation, *people: User) -> Appointment:
    starts = NOW + timedelta(days=3)
    return book_appointment(
        case=made.case, kind="interview", starts_at=starts, ends_at=starts + timedelta(hours=1),
        operators=people, by=made.anna, at=NOW,
    )  # fmt: skip


def clock_of(made: Situation, user: User, **params: Any) -> Deadline:
    return open_deadline(
        case=made.case, owner=user, code=params.pop("code", "cases.suspension"), subject=uuid4(),
        started_on=TODAY, due_on=TODAY, **{"since": TODAY.isoformat(), **params},
    )  # fmt: skip


def told() -> set[tuple[str, str, Any]]:
    return set(Notification.objects.values_list("kind", "user__username", "context"))


def test_a_colleague_of_the_unit_answers_for_the_case_with_its_clocks_and_its_hours(made: Situation) -> None:
    luca = cast.user(cast.LUCA)
    clock_of(made, made.anna)
    meeting = planned(made, made.anna)
    Notification.objects.all().delete()
    give(made, luca)
    case = Case.objects.get(pk=made.case.pk)
    assert (case.responsible, case.unit) == (luca, made.case.unit)
    assert (sees(luca, case, Depth.WORK), sees(made.anna, case)) == (True, False)
    owners = Deadline.objects.filter(case=case, state="open").values_list("owner__username", flat=True)
    assert set(owners) == {cast.LUCA}
    assert [one.user for one in meeting.operators.all()] == [luca]
    rows = CaseWorker.objects.filter(case=case, role="responsible").order_by("pk")
    assert [(row.user, row.ends_on, row.reason) for row in rows] == [
        (made.anna, TODAY, ""), (luca, None, "Anna lascia l’unità."),
    ]  # fmt: skip
    assert told() == {
        ("cases.transfer_given", cast.LUCA, case.pk), ("cases.case_given_away", cast.ANNA, None),
    }  # fmt: skip


def test_an_hour_that_the_new_responsible_has_taken_is_said(made: Situation) -> None:
    luca = cast.user(cast.LUCA)
    meeting = planned(made, made.anna)
    book_appointment(
        kind="interview",
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        operators=[luca],
        by=luca,
        at=NOW,
    )
    assert len(give(made, luca)) == 1


def test_a_co_worker_who_becomes_responsible_has_one_right_and_decides_once(made: Situation) -> None:
    luca = cast.user(cast.LUCA)
    take(made, luca)
    for user in (made.anna, luca):
        clock_of(made, user, code=TO_DECIDE, request="r")
    give(made, luca)
    rows = CaseWorker.objects.filter(case=made.case, ends_on=None)
    assert [(row.user, row.role) for row in rows] == [(luca, "responsible")]
    held = AccessGrant.objects.filter(context=made.case.pk, user=luca, ends_at=None)
    assert set(held.values_list("reason", flat=True)) == {"assignment"}
    deciding = Deadline.objects.filter(case=made.case, code=TO_DECIDE, state="open")
    assert [row.owner for row in deciding] == [luca]


def test_only_whoever_answers_for_the_case_or_coordinates_its_unit_says_who_follows_it(
    made: Situation,
) -> None:
    luca, giulia = cast.user(cast.LUCA), cast.user(cast.GIULIA)
    take(made, luca)
    for user in (luca, giulia):
        with pytest.raises(NotPermitted):
            give(made, luca, by=user)
        with pytest.raises(NotPermitted):
            take(made, giulia, by=user)
        with pytest.raises(NotPermitted):
            release_co_worker(case=made.case, user=luca, by=user, at=NOW)
    give(made, luca, by=made.anna)
    assert not sees(made.anna, made.case)


def test_who_decides_second_is_told_who_was_first(made: Situation) -> None:
    luca = cast.user(cast.LUCA)
    give(made, luca)
    with pytest.raises(OperationRefused, match="Carla Esempi lo ha appena affidato a Luca") as late:
        give(made, made.anna)
    assert late.value.field == "responsible"
    take(made, made.anna, by=luca)
    with pytest.raises(OperationRefused, match="lavora già") as twice:
        take(made, made.anna, by=made.carla)
    assert twice.value.field == "co_worker"
    release_co_worker(case=made.case, user=made.anna, by=luca, at=NOW)
    with pytest.raises(OperationRefused, match="non lavora più"):
        release_co_worker(case=made.case, user=made.anna, by=made.carla, at=NOW)


def test_nobody_of_another_unit_barred_or_in_training_answers_for_it(made: Situation) -> None:
    luca, zeno, giulia = cast.user(cast.LUCA), cast.user(cast.ZENO), cast.user(cast.GIULIA)
    grant_role(
        user=zeno, role="social_worker", office=nord(), starts_on=TODAY, by=cast.user(cast.PAOLO), at=NOW
    )
    OfficePost.objects.create(user=zeno, office=nord(), starts_on=TODAY)
    assert list(following.may_answer_for(made.case, NOW)) == [luca]
    assert zeno not in following.may_join(made.case, NOW)
    assert giulia in following.may_join(made.case, NOW)
    bar_from_case(case=made.case, user=luca, reason="neighbour", source="detto", by=made.anna, at=NOW)
    assert list(following.may_answer_for(made.case, NOW)) == []
    for user in (luca, zeno, giulia):
        with pytest.raises(OperationRefused) as wrong:
            give(made, user)
        assert wrong.value.field == "responsible"
    for user in (luca, zeno):
        with pytest.raises(OperationRefused) as wrong:
            take(made, user)
        assert wrong.value.field == "co_worker"


def test_behind_a_fence_only_those_who_are_let_in_can_be_chosen(made: Situation) -> None:
    luca, giulia = cast.user(cast.LUCA), cast.user(cast.GIULIA)
    take(made, luca)
    move_case(
        case=made.case, compartment="child_protection", staying=[luca], reason="Mandato", by=made.anna, at=NOW
    )
    elena = cast.user(cast.ELENA)
    made.case.refresh_from_db()
    assert list(following.may_answer_for(made.case, NOW)) == [luca]
    assert list(following.may_join(made.case, NOW)) == []
    for user in (giulia, elena):
        with pytest.raises(OperationRefused):
            take(made, user)
    Office.objects.filter(code="servizio-quarrata").update(compartments=["child_protection"])
    assert list(following.may_join(made.case, NOW)) == [giulia]
    take(made, giulia)
    give(made, luca, by=made.anna)
    assert (sees(giulia, made.case, Depth.WORK), sees(luca, made.case, Depth.WORK)) == (True, True)
    assert not sees(made.anna, made.case)


def test_a_closed_case_and_a_choice_without_words_are_refused(made: Situation) -> None:
    luca = cast.user(cast.LUCA)
    with pytest.raises(OperationRefused) as empty:
        give(made, luca, reason=" ")
    assert empty.value.field == "reason"
    with pytest.raises(OperationRefused) as empty:
        take(made, luca, reason=" ")
    assert empty.value.field == "task"
    take(made, luca)
    Case.objects.filter(pk=made.case.pk).update(state="closed", closed_on=TODAY)
    for act in (
        lambda: give(made, luca),
        lambda: take(made, cast.user(cast.GIULIA)),
        lambda: release_co_worker(case=made.case, user=luca, by=made.anna, at=NOW),
    ):
        with pytest.raises(OperationRefused, match="chiuso"):
            act()


def test_a_co_worker_of_another_office_works_on_it_until_it_is_ended(made: Situation) -> None:
    giulia = cast.user(cast.GIULIA)
    Notification.objects.all().delete()
    take(made, giulia)
    assert sees(giulia, made.case, Depth.WORK)
    assert told() == {("cases.case_joined", cast.GIULIA, made.case.pk)}
    both, alone = planned(made, made.anna, giulia), clock_of(made, giulia)
    request = clock_of(made, giulia, code=TO_DECIDE, request="r")
    release_co_worker(case=made.case, user=giulia, by=made.anna, at=NOW)
    assert not sees(giulia, made.case)
    row = CaseWorker.objects.get(case=made.case, user=giulia)
    assert (row.role, row.ends_on, row.reason) == ("co_worker", TODAY, "Segue i figli.")
    assert [one.user for one in both.operators.all()] == [made.anna]
    alone.refresh_from_db()
    request.refresh_from_db()
    assert (alone.owner, alone.state, request.state) == (made.anna, "open", "cancelled")
    assert told() == {
        ("cases.case_joined", cast.GIULIA, made.case.pk), ("cases.case_left", cast.GIULIA, None),
    }  # fmt: skip


def test_the_mini_team_ends_with_its_convocation_and_not_here(made: Situation) -> None:
    bruno = cast.user(cast.BRUNO)
    add_co_worker(
        case=made.case, user=bruno, by=made.anna, at=NOW, on=TODAY, depth=Depth.TEAM, grant_reason="mini_team"
    )
    with pytest.raises(OperationRefused, match="mini-équipe"):
        release_co_worker(case=made.case, user=bruno, by=made.anna, at=NOW)
    page = enter(made.anna).get(reverse("case_following", args=[made.case.pk])).content.decode()
    assert "nella mini-équipe, finché dura la convocazione" in page
    assert f'name="user" value="{bruno.pk}"' not in page


def enter(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_page_opens_for_whoever_answers_for_the_case_and_its_coordinators(made: Situation) -> None:
    luca, giulia = cast.user(cast.LUCA), cast.user(cast.GIULIA)
    take(made, luca)
    url = reverse("case_following", args=[made.case.pk])
    statuses = {
        user.username: enter(user).get(url).status_code for user in (made.anna, made.carla, luca, giulia)
    }
    assert statuses == {cast.ANNA: 200, cast.CARLA: 200, cast.LUCA: 403, cast.GIULIA: 404}
    front = reverse("case", args=[made.case.pk])
    assert f'href="{url}"' in enter(made.anna).get(front).content.decode()
    assert f'href="{url}"' not in enter(luca).get(front).content.decode()
    page = enter(made.carla).get(url)
    assert page.context["former"] == str(made.anna.pk)
    assert [row["worker"].user for row in page.context["rows"]] == [luca]
    Case.objects.filter(pk=made.case.pk).update(state="closed", closed_on=TODAY)
    assert enter(made.anna).get(url).status_code == 403


def test_who_gives_the_case_away_goes_back_to_the_list_and_who_coordinates_stays(made: Situation) -> None:
    luca = cast.user(cast.LUCA)
    url = reverse("case_following", args=[made.case.pk])
    sent = {"act": "responsible", "former": made.anna.pk, "responsible": luca.pk, "reason": "Ferie lunghe."}
    done = enter(made.anna).post(url, sent, follow=True)
    assert done.redirect_chain == [(reverse("cases"), 302)]
    assert [str(message) for message in done.context["messages"]] == [
        "Da ora il responsabile è Luca Campioni."
    ]
    back = {"act": "responsible", "former": luca.pk, "responsible": made.anna.pk, "reason": "È tornata."}
    assert enter(made.carla).post(url, back).headers["Location"] == url
    assert Case.objects.get(pk=made.case.pk).responsible == made.anna


def test_what_is_wrong_stands_beside_its_field(made: Situation) -> None:
    luca = cast.user(cast.LUCA)
    url = reverse("case_following", args=[made.case.pk])
    client = enter(made.carla)
    sent = {"act": "responsible", "former": made.anna.pk, "responsible": luca.pk, "reason": "Va via."}
    for changes, field in (
        ({"reason": ""}, "reason"),
        ({"responsible": ""}, "responsible"),
        ({"responsible": cast.user(cast.GIULIA).pk}, "responsible"),
        ({"former": ""}, "responsible"),
    ):
        wrong = client.post(url, {**sent, **changes})
        assert wrong.status_code == 422
        assert list(wrong.context["responsible_form"].errors) == [field]
        assert not wrong.context["co_worker_form"].errors
    wrong = client.post(url, {"act": "co_worker", "co_worker": made.anna.pk, "task": "x"})
    assert (wrong.status_code, list(wrong.context["co_worker_form"].errors)) == (422, ["co_worker"])
    assert client.post(url, {"act": "nothing"}).status_code == 403


def test_co_workers_are_added_and_ended_on_the_page(made: Situation) -> None:
    giulia = cast.user(cast.GIULIA)
    url = reverse("case_following", args=[made.case.pk])
    client = enter(made.anna)
    added = client.post(
        url, {"act": "co_worker", "co_worker": giulia.pk, "task": "Segue la nonna."}, follow=True
    )
    assert "Segue la nonna." in added.content.decode()
    assert sees(giulia, made.case, Depth.WORK)
    ended = client.post(url, {"act": "release", "user": giulia.pk}, follow=True)
    assert [str(message) for message in ended.context["messages"]] == [
        "Giulia Immaginari non lavora più su questo caso."
    ]
    again = client.post(url, {"act": "release", "user": giulia.pk}, follow=True)
    assert [str(message) for message in again.context["messages"]] == [
        "Non lavora già più su questo caso: qualcuno è stato più veloce."
    ]


def test_a_case_without_a_responsible_is_given_from_the_list_of_the_unit() -> None:
    case, anna, carla = nobodys(), cast.user(cast.ANNA), cast.user(cast.CARLA)
    url = reverse("case_following", args=[case.pk])
    listed = enter(carla).get(reverse("case_workload_rows", args=[nord().code, 0])).content.decode()
    assert f'href="{url}"' in listed
    sent = {"act": "responsible", "former": "", "responsible": anna.pk, "reason": "Conosce la famiglia."}
    assert enter(carla).post(url, sent).status_code == 302
    assert Case.objects.get(pk=case.pk).responsible == anna
    assert [row.code for row in waiting_for(anna)] == ["cases.suspension"]
