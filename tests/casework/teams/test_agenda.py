"""The agenda and what the team decides."""

import threading
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import close_old_connections, connection
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accanto.casework.cases.models import Appointment, Case, Deadline
from accanto.casework.cases.operations import (
    CaseStillOpen,
    book_appointment,
    cancel_appointment,
    close_case,
    set_responsible,
)
from accanto.casework.pathways.enums import Way
from accanto.casework.pathways.models import Pathway, StageEntry
from accanto.casework.pathways.operations import close_pathway, enter_stage, set_way
from accanto.casework.teams import operations
from accanto.casework.teams.enums import ItemState, TeamDecision
from accanto.casework.teams.models import AgendaItem, TeamMeeting
from accanto.casework.teams.queries import (
    analysis_to_team,
    median_wait,
    waiting_households,
    waiting_pathways,
)
from accanto.core.working_time import working_days_between
from accanto.foundation.notifications.models import Notification
from accanto.territory.staff.models import User
from tests import cast
from tests.casework.teams.situations import (
    AFTERWARDS,
    IN_THE_ROOM,
    MEETING_DAY,
    complex_family,
    decide,
    held,
    meeting,
    on_agenda,
)
from tests.scenarios import NOW, TODAY, family_in_charge

pytestmark = pytest.mark.django_db


def test_a_household_with_a_complex_need_waits_until_it_is_on_an_agenda() -> None:
    found = complex_family()
    assert [w.pathway.pk for w in waiting_households(found.carla, TODAY)] == [found.pathway.pk]
    item = on_agenda(found)
    assert waiting_households(found.carla, TODAY) == []
    operations.drop_item(item=item, reason="Manca la relazione", by=found.carla, at=NOW)
    assert [w.pathway.pk for w in waiting_households(found.carla, TODAY)] == [found.pathway.pk]


def test_only_those_who_read_the_case_see_that_it_waits() -> None:
    found = complex_family()
    assert len(waiting_households(found.anna, TODAY)) == 1
    for stranger in (cast.BRUNO, cast.GIULIA, cast.ELENA):
        assert waiting_households(cast.user(stranger), TODAY) == []


@pytest.mark.parametrize("way", [Way.WORK_ONLY, Way.SOCIAL_ONLY])
def test_simple_needs_do_not_go_to_the_team(way: str) -> None:
    found = complex_family()
    set_way(pathway=found.pathway, way=way, by=found.anna, at=NOW)
    with pytest.raises(operations.TeamRefused):
        on_agenda(found)
    assert not waiting_pathways().exists()


def test_a_running_project_can_be_reviewed_by_the_team_whatever_the_way() -> None:
    found = family_in_charge()
    set_way(pathway=found.pathway, way=Way.SOCIAL_ONLY, by=found.anna, at=NOW)
    enter_stage(pathway=found.pathway, stage="started", on=TODAY, by=found.anna, at=NOW)
    assert on_agenda(found).state == ItemState.WAITING


def test_a_closed_pathway_is_not_discussed() -> None:
    found = complex_family()
    close_pathway(pathway=found.pathway, reason="Trasferiti", on=TODAY, by=found.anna, at=NOW)
    with pytest.raises(operations.TeamRefused):
        on_agenda(found)


def test_a_household_waits_for_one_meeting_at_a_time_and_the_refusal_says_which() -> None:
    found = complex_family()
    on_agenda(found)
    with pytest.raises(operations.AlreadyOnAgenda) as refusal, translation.override("it"):
        on_agenda(found, meeting(date(2026, 12, 16)))
    assert "25" in str(refusal.value)


def test_many_are_put_at_once_and_those_refused_are_named() -> None:
    fit, unfit = complex_family(), family_in_charge("Modello")
    done = operations.put_many_on_agenda(
        meeting=meeting(), pathways=[fit.pathway, unfit.pathway], by=fit.carla, at=NOW
    )
    assert [item.pathway_id for item in done.items] == [fit.pathway.pk]
    assert len(done.refused) == 1
    assert "Modello" in done.refused[0]


def test_the_order_changes_by_one_place_and_stops_at_the_ends() -> None:
    where = meeting()
    items = [on_agenda(complex_family(name), where) for name in ("Campioni", "Modello", "Prova")]

    def order() -> list[str]:
        return [i.pathway.case.household.label for i in where.items.order_by("position")]

    carla = cast.user(cast.CARLA)
    operations.move_item(item=items[2], step=-1, by=carla, at=NOW)
    assert order() == ["Campioni", "Prova", "Modello"]
    operations.move_item(item=items[0], step=-1, by=carla, at=NOW)
    assert order() == ["Campioni", "Prova", "Modello"]
    operations.reorder(meeting=where, order=[items[1], items[0], items[2]], by=carla, at=NOW)
    assert order() == ["Modello", "Campioni", "Prova"]
    with pytest.raises(operations.TeamRefused):
        operations.reorder(meeting=where, order=items[:2], by=carla, at=NOW)


def test_a_postponed_household_takes_question_and_guests_along() -> None:
    found = complex_family()
    item = on_agenda(found)
    operations.call_guest(item=item, user=cast.user(cast.SARA), by=found.carla, at=NOW)
    later = meeting(date(2026, 12, 16))
    new = operations.postpone_item(item=item, to=later, reason="Sara non può venire", by=found.carla, at=NOW)
    item.refresh_from_db()
    assert item.state == ItemState.POSTPONED
    assert (new.meeting_id, new.question) == (later.pk, item.question)
    assert [g.user.username for g in new.guests.all()] == [cast.SARA]


def test_a_decision_enters_the_stage_on_the_day_of_the_meeting_and_stops_the_clock() -> None:
    found = complex_family()
    deadline = operations.open_team_deadline(pathway=found.pathway, by=found.anna, at=NOW)
    assert deadline is not None
    assert deadline.owner == found.anna
    assert working_days_between(date(2026, 11, 16), deadline.due_on, "047014") == 40
    decide(on_agenda(found))
    deadline.refresh_from_db()
    assert deadline.state == "done"
    entry = StageEntry.objects.get(pathway=found.pathway, stage="team")
    assert entry.entered_on == MEETING_DAY
    assert Notification.objects.filter(user=found.anna, kind="teams.decided.project").count() == 1


def test_nothing_is_decided_before_the_meeting_or_without_words() -> None:
    item = on_agenda(complex_family())
    with pytest.raises(operations.TeamRefused):
        decide(item, at=NOW)
    for decision, text, field in (("project", "  ", "decision_text"), ("", "Sì", "decision")):
        with pytest.raises(operations.TeamRefused) as refusal:
            operations.decide_item(
                item=item, decision=decision, text=text, by=cast.user(cast.CARLA), at=IN_THE_ROOM
            )
        assert refusal.value.field == field


@pytest.mark.parametrize(
    ("decision", "way"),
    [
        ("project", Way.COMPLEX),
        ("extend", Way.COMPLEX),
        ("deepen", Way.COMPLEX),
        ("close", Way.COMPLEX),
        ("specialist", Way.SPECIALIST),
        ("social_only", Way.SOCIAL_ONLY),
    ],
)
def test_two_decisions_change_the_way(decision: str, way: str) -> None:
    found = complex_family()
    decide(on_agenda(found), decision)
    assert Pathway.objects.get(pk=found.pathway.pk).way == way


def test_a_corrected_decision_gives_the_way_back() -> None:
    found = complex_family()
    item = on_agenda(found)
    decide(item, "social_only")
    decide(item, "specialist")
    assert Pathway.objects.get(pk=found.pathway.pk).way == Way.SPECIALIST
    row = decide(item, "project")
    assert Pathway.objects.get(pk=found.pathway.pk).way == Way.COMPLEX
    assert (row.decision, row.way_before) == (TeamDecision.PROJECT, "")


def test_what_the_team_sent_back_waits_again() -> None:
    found = complex_family()
    where = meeting()
    decide(on_agenda(found, where), "deepen")
    held(where)
    (waiting,) = waiting_households(found.carla, TODAY)
    assert waiting.again
    on_agenda(found, meeting(date(2026, 12, 16)), at=IN_THE_ROOM)


def test_a_case_does_not_close_while_the_team_is_to_discuss_it() -> None:
    found = complex_family()
    item = on_agenda(found)
    with pytest.raises(CaseStillOpen) as refusal:
        close_case(case=found.case, outcome="moved", evaluation="", by=found.anna, at=NOW, on=TODAY)
    assert any("2026" in str(line) for line in refusal.value.missing)
    operations.drop_item(item=item, reason="Trasferiti", by=found.carla, at=NOW)


def test_the_clock_of_a_household_that_is_not_the_teams_is_not_opened() -> None:
    found = family_in_charge()
    assert operations.open_team_deadline(pathway=found.pathway, by=None, at=NOW) is None


def test_deciding_a_complex_need_starts_the_clock_at_once() -> None:
    situation = complex_family()
    clock = Deadline.objects.get(subject=situation.pathway.pk, code="household_to_team")
    assert (clock.owner, clock.state) == (situation.anna, "open")


def test_missing_clocks_are_opened_at_night_once() -> None:
    complex_family()
    Deadline.objects.filter(code="household_to_team").delete()  # as imported from elsewhere
    assert operations.open_missing_deadlines(at=NOW) == 1
    assert operations.open_missing_deadlines(at=NOW) == 0
    assert Deadline.objects.filter(code="household_to_team").count() == 1


def test_days_from_analysis_to_team_and_their_median() -> None:
    where = meeting()
    for surname, analysed in (("Campioni", date(2026, 11, 16)), ("Modello", date(2026, 11, 13))):
        decide(on_agenda(complex_family(surname, analysed_on=analysed), where))
    found = analysis_to_team(start=date(2026, 11, 1), end=date(2026, 12, 1))
    assert sorted(one.working_days for one in found) == [7, 8]
    assert median_wait(MEETING_DAY) == 8
    assert median_wait(date(2026, 11, 1)) is None


def _at_once(acts: list[Callable[[], object]]) -> list[BaseException | None]:
    """Each in a thread with its own connection, all released together."""
    start = threading.Barrier(len(acts))
    ends: list[BaseException | None] = [None] * len(acts)

    def run(number: int, act: Callable[[], object]) -> None:
        try:
            start.wait(timeout=20)
            act()
        except BaseException as error:  # noqa: BLE001  (told to the test)
            ends[number] = error
        finally:
            close_old_connections()
            connection.close()

    threads = [threading.Thread(target=run, args=(n, act)) for n, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return ends


@pytest.mark.django_db(transaction=True)
def test_two_coordinators_put_the_same_household_at_once_and_one_is_told() -> None:
    found = complex_family()
    first, second = meeting(), meeting(date(2026, 12, 16))

    def put(where: TeamMeeting) -> Callable[[], object]:
        return lambda: operations.put_on_agenda(meeting=where, pathway=found.pathway, by=found.carla, at=NOW)

    ends = _at_once([put(first), put(second)])
    assert sorted(type(end).__name__ for end in ends) == ["AlreadyOnAgenda", "NoneType"]
    assert AgendaItem.objects.filter(state=ItemState.WAITING).count() == 1


@pytest.mark.django_db(transaction=True)
def test_closing_and_putting_at_once_never_leave_a_household_on_a_closed_meeting() -> None:
    decided, late = complex_family(), complex_family("Modello")
    where = meeting()
    decide(on_agenda(decided, where))
    from tests.casework.teams.situations import AFTERWARDS, everybody_there

    everybody_there(where)
    _at_once(
        [
            lambda: operations.hold_meeting(meeting=where, by=decided.carla, at=AFTERWARDS),
            lambda: operations.put_on_agenda(
                meeting=where, pathway=late.pathway, by=decided.carla, at=AFTERWARDS
            ),
        ]
    )
    where.refresh_from_db()
    waiting = AgendaItem.objects.filter(meeting=where, state=ItemState.WAITING).count()
    assert (where.state, waiting) in {("held", 0), ("planned", 1)}


def at_the_hour_of(meeting: TeamMeeting, user: User, case: Case | None = None) -> Appointment:
    """Something else in the same hour; only those who are called may be in two places."""
    starts = meeting.appointment.starts_at
    return book_appointment(
        kind="interview",
        case=case,
        starts_at=starts,
        ends_at=starts + timedelta(hours=1),
        operators=[user],
        by=cast.user(cast.CARLA),
        at=NOW,
    )


def expected_at(meeting: TeamMeeting) -> set[str]:
    return set(meeting.appointment.operators.values_list("user__username", flat=True))


def test_who_answers_for_the_household_is_expected_as_long_as_it_is_on_the_agenda() -> None:
    item = on_agenda(complex_family())
    assert cast.ANNA in expected_at(item.meeting)
    operations.drop_item(item=item, reason="Rinviata", by=cast.user(cast.CARLA), at=NOW)
    assert cast.ANNA not in expected_at(item.meeting)


def test_the_time_of_the_meeting_passes_to_the_new_responsible_worker() -> None:
    family = complex_family()
    item, luca = on_agenda(family), cast.user(cast.LUCA)
    set_responsible(case=family.case, user=luca, by=family.carla, at=NOW, on=TODAY)
    assert cast.LUCA in expected_at(item.meeting)
    assert cast.ANNA not in expected_at(item.meeting)


def test_who_answers_for_another_household_of_the_agenda_keeps_their_time() -> None:
    one, other = complex_family(), complex_family("Esempio")
    item = on_agenda(one)
    on_agenda(other, item.meeting)
    set_responsible(case=one.case, user=cast.user(cast.LUCA), by=one.carla, at=NOW, on=TODAY)
    assert {cast.ANNA, cast.LUCA} <= expected_at(item.meeting)


def test_a_meeting_that_is_over_keeps_who_was_there() -> None:
    family = complex_family()
    item = on_agenda(family)
    set_responsible(
        case=family.case, user=cast.user(cast.LUCA), by=family.carla, at=AFTERWARDS, on=AFTERWARDS.date()
    )
    assert cast.ANNA in expected_at(item.meeting)
    assert cast.LUCA not in expected_at(item.meeting)


def test_the_page_says_who_is_somewhere_else_as_long_as_it_is_so(client: Client) -> None:
    family = complex_family()
    item, luca = on_agenda(family), cast.user(cast.LUCA)
    busy = at_the_hour_of(item.meeting, luca)
    client.force_login(family.carla)
    here = reverse("team_item", args=[item.pk])
    told = "Luca Campioni è già in un altro incontro dalle 09:00 alle 10:00"
    assert told not in client.get(here).content.decode()
    set_responsible(case=family.case, user=luca, by=family.carla, at=NOW, on=TODAY)
    assert told in client.get(here).content.decode()
    assert told in client.get(here).content.decode(), "it is not said only once"
    cancel_appointment(appointment=busy, by=family.carla, at=NOW)
    assert told not in client.get(here).content.decode()


def test_it_also_says_so_of_a_household_that_the_coordinator_does_not_see(client: Client) -> None:
    """Below row-level security: when, never for whom."""
    elsewhere = family_in_charge("Riservati", worker=cast.GIULIA, unit="ufsma")
    assert not Case.objects.visible_to(elsewhere.carla).filter(pk=elsewhere.case.pk).exists()
    item, sara = on_agenda(complex_family()), cast.user(cast.SARA)
    at_the_hour_of(item.meeting, sara, elsewhere.case)
    operations.call_guest(item=item, user=sara, by=cast.user(cast.CARLA), at=NOW)
    client.force_login(cast.user(cast.CARLA))
    text = client.get(reverse("team_item", args=[item.pk])).content.decode()
    assert "è già in un altro incontro dalle 09:00" in text
    assert "Riservati" not in text


def test_a_guest_who_is_somewhere_else_is_called_with_a_warning(client: Client) -> None:
    item, sara = on_agenda(complex_family()), cast.user(cast.SARA)
    assert operations.elsewhere(item.meeting, sara) == ""
    at_the_hour_of(item.meeting, sara)
    client.force_login(cast.user(cast.CARLA))
    page = client.post(
        reverse("team_guest_call", args=[item.pk]), {"user": cast.SARA, "reason": "Serve"}, follow=True
    )
    text = page.content.decode()
    assert "ac-note-soon" in text
    assert "09:00" in text
    assert item.guests.filter(user=sara).exists()
    assert cast.SARA in expected_at(item.meeting)
