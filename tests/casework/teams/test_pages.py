"""The pages of the room, as each of the cast sees them."""

from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accanto.casework.assessment.models import Answer, Assessment
from accanto.casework.assessment.operations import open_assessment
from accanto.casework.cases.operations import write_diary
from accanto.casework.teams import operations, panels
from accanto.casework.teams.enums import ItemState
from accanto.casework.teams.models import AgendaItem, Attendance, TeamMeeting, TeamMember
from accanto.foundation.jobs.models import Draft
from tests import cast
from tests.casework.teams.situations import (
    AFTERWARDS,
    IN_THE_ROOM,
    complex_family,
    decide,
    everybody_there,
    held,
    meeting,
    on_agenda,
)
from tests.scenarios import NOW, Situation

pytestmark = pytest.mark.django_db

SECRET = "parola-che-nessun-partner-legge"


@pytest.fixture
def at(tmp_path: Path, settings: Any) -> Any:
    clock = tmp_path / "clock"
    settings.CLOCK_FILE = str(clock)

    def move(moment: datetime) -> None:
        clock.write_text(moment.isoformat())

    move(NOW)
    return move


def as_(username: str) -> Client:
    client = Client()
    client.force_login(cast.user(username))
    return client


def text(response: Any) -> str:
    assert response.status_code == 200, response.status_code
    return str(response.content.decode())


def item_url(item: AgendaItem, name: str = "team_item") -> str:
    return reverse(name, args=[item.pk])


def meeting_url(row: TeamMeeting, name: str = "team_meeting") -> str:
    return reverse(name, args=[row.pk])


def section_b(found: Situation) -> Assessment:
    """A framework with an answer about health that only some may read."""
    Assessment.objects.create(
        pathway=found.pathway,
        case=found.case,
        kind="section_a",
        instrument_id=_instrument("section_a"),
        state="closed",
        opened_on=NOW.date(),
        opened_by=found.anna,
        closed_on=NOW.date(),
        closed_by=found.anna,
        decided_way="complex",
        decision_reason="Due minori e casa fredda.",
    )
    framework = open_assessment(pathway=found.pathway, kind="section_b", by=found.anna, at=NOW)
    Answer.objects.create(
        assessment=framework,
        item="functioning_difficulties",
        value=SECRET,
        author=found.anna,
        updated_at=NOW,
    )
    return framework


def _instrument(code: str) -> int:
    from accanto.casework.assessment.models import InstrumentVersion

    return InstrumentVersion.objects.filter(code=code).latest("version").pk


# Who sees what


def test_a_partner_sees_only_the_household_on_the_agenda(at: Any) -> None:
    mine, other = complex_family(), complex_family("Riservati")
    where = meeting()
    item = on_agenda(mine, where)
    hidden = on_agenda(other, where)
    operations.drop_item(item=hidden, reason="Errore", by=mine.carla, at=NOW)
    for name in (cast.BRUNO, cast.ELENA):
        client = as_(name)
        assert "Riservati" not in text(client.get(reverse("teams")))
        page = text(client.get(meeting_url(where)))
        assert "Campioni" in page
        assert "Riservati" not in page
        assert client.get(item_url(item)).status_code == 200
        for forbidden in (
            item_url(hidden),
            reverse("case_team", args=[other.case.pk]),
            reverse("case", args=[other.case.pk]),
        ):
            assert client.get(forbidden).status_code == 404


def test_nobody_outside_finds_the_meeting_or_the_item(at: Any) -> None:
    item = on_agenda(complex_family())
    for name in (cast.SARA, cast.TULLIO, cast.GIULIA):
        assert as_(name).get(meeting_url(item.meeting)).status_code == 404
        assert as_(name).get(item_url(item)).status_code == 404
    assert as_(cast.DARIO).get(reverse("teams")).status_code == 403


def test_after_the_work_the_partner_finds_the_meeting_without_the_household(at: Any) -> None:
    item = on_agenda(complex_family())
    decide(item, "close")
    held(item.meeting)
    at(AFTERWARDS)
    client = as_(cast.BRUNO)
    assert "Campioni" not in text(client.get(meeting_url(item.meeting)))
    assert client.get(item_url(item)).status_code == 404


def test_the_health_section_the_diary_and_other_guests_never_reach_the_employment_centre(at: Any) -> None:
    found, other = complex_family(), complex_family("Riservati")
    where = meeting()
    item, second = on_agenda(found, where), on_agenda(other, where)
    section_b(found)
    write_diary(case=found.case, kind="interview", text=SECRET, by=found.anna, at=NOW, happened_at=NOW)
    operations.call_guest(item=second, user=cast.user(cast.SARA), by=found.carla, at=NOW)
    operations.drop_item(item=second, reason="Rimandato", by=found.carla, at=NOW)
    bruno = as_(cast.BRUNO)
    page = text(bruno.get(item_url(item)))
    assert SECRET not in page
    assert "Condizioni personali" not in page  # the heading of the health section
    assert "Due minori e casa fredda." in page
    assert "Ipotesi" not in text(bruno.get(meeting_url(where)))
    assert SECRET not in text(bruno.get(reverse("case_team", args=[found.case.pk])))
    assert "Condizioni personali" in text(as_(cast.ANNA).get(item_url(item)))


def test_the_minutes_open_to_the_coordinator_and_the_extract_to_who_sees_the_household(at: Any) -> None:
    found, other = complex_family(), complex_family("Riservati")
    where = meeting()
    items = [on_agenda(found, where), on_agenda(other, where)]
    for item in items:
        decide(item)
    held(where)
    at(AFTERWARDS)
    operations.end_team_access(pathway=other.pathway, by=found.carla, at=AFTERWARDS)
    where.refresh_from_db()
    for item in items:
        item.refresh_from_db()
    whole, mine, theirs = where.minutes_id, items[0].extract_id, items[1].extract_id
    opens = {
        cast.CARLA: [200, 200, 200],
        cast.BRUNO: [404, 200, 404],
        cast.GIULIA: [404, 404, 404],
        cast.ANNA: [404, 200, 200],
    }
    for name, expected in opens.items():
        client = as_(name)
        got = [_opens(client, pk) for pk in (whole, mine, theirs)]
        assert got == expected, name


def _opens(client: Client, document: Any) -> int:
    response = client.get(reverse("document", args=[document]))
    for close in getattr(response, "_resource_closers", []):
        close()  # the file: closing the response would close the test's connection too
    return response.status_code


@pytest.mark.parametrize(
    "name",
    [
        "team_attendance",
        "team_meeting_hold",
        "team_meeting_cancel",
    ],
)
def test_only_those_who_coordinate_the_team_run_a_meeting(at: Any, name: str) -> None:
    item = on_agenda(complex_family())
    for who in (cast.BRUNO, cast.ANNA):
        assert as_(who).post(meeting_url(item.meeting, name)).status_code == 403
    assert as_(cast.SARA).post(meeting_url(item.meeting, name)).status_code == 403


@pytest.mark.parametrize(
    "name", ["team_item_decide", "team_item_move", "team_item_postpone", "team_item_drop", "team_guest_call"]
)
def test_only_those_who_coordinate_the_team_change_the_agenda(at: Any, name: str) -> None:
    item = on_agenda(complex_family())
    for who in (cast.BRUNO, cast.ANNA):
        assert as_(who).post(item_url(item, name)).status_code == 403
    item.refresh_from_db()
    assert item.state == ItemState.WAITING


def test_the_responsible_words_the_question_and_a_partner_does_not(at: Any) -> None:
    item = on_agenda(complex_family())
    asked = {"question": "Serve un educatore?"}
    assert as_(cast.BRUNO).post(item_url(item, "team_item_question"), asked).status_code == 403
    assert as_(cast.ANNA).post(item_url(item, "team_item_question"), asked).status_code == 302
    item.refresh_from_db()
    assert item.question == "Serve un educatore?"


def test_somebody_elses_household_cannot_be_smuggled_onto_an_agenda(at: Any) -> None:
    where = meeting()
    client = as_(cast.CARLA)
    sent = {"meeting": str(where.pk), "selected": [str(uuid4())]}
    client.post(reverse("team_put_many"), sent)
    assert AgendaItem.objects.count() == 0
    assert client.post(reverse("team_put_many"), {"meeting": "x", "selected": []}).status_code == 404


# The work


def test_households_that_wait_are_put_on_an_agenda_together(at: Any) -> None:
    found = [complex_family(name) for name in ("Campioni", "Modello")]
    where = meeting()
    client = as_(cast.CARLA)
    page = text(client.get(reverse("teams")))
    assert "Campioni" in page
    assert "Modello" in page
    sent = {"meeting": str(where.pk), "selected": [str(f.pathway.pk) for f in found]}
    assert client.post(reverse("team_put_many"), sent).headers["Location"] == meeting_url(where)
    assert where.items.count() == 2


def test_a_decision_leads_to_the_next_household_and_drops_its_draft(at: Any) -> None:
    where = meeting()
    items = [on_agenda(complex_family(name), where) for name in ("Campioni", "Modello")]
    at(IN_THE_ROOM)
    client = as_(cast.CARLA)
    key = f"teams.item.{items[0].pk}"
    client.post(reverse("draft_save", args=[key]), {"decision": "project", "decision_text": "A metà"})
    assert "A metà" in text(client.get(item_url(items[0])))
    sent = {"decision": "project", "decision_text": "Educativa da gennaio"}
    answer = client.post(item_url(items[0], "team_item_decide"), sent)
    assert answer.headers["Location"] == item_url(items[1])
    assert not Draft.objects.filter(key=key).exists()
    answer = client.post(item_url(items[1], "team_item_decide"), sent)
    assert answer.headers["Location"] == meeting_url(where)


def test_a_decision_without_words_is_shown_again_with_what_was_chosen(at: Any) -> None:
    item = on_agenda(complex_family())
    at(IN_THE_ROOM)
    answer = as_(cast.CARLA).post(item_url(item, "team_item_decide"), {"decision": "extend"})
    assert answer.status_code == 422
    assert (
        'value="extend" id="id_decision_1" aria-invalid' in answer.content.decode().replace(" checked", "")
        or "checked" in answer.content.decode()
    )


def test_hours_that_make_no_sense_come_back_as_they_were_typed(at: Any) -> None:
    where = meeting()
    at(IN_THE_ROOM)
    bruno, carla = cast.user(cast.BRUNO), cast.user(cast.CARLA)
    sent = {f"present-{bruno.pk}": "1", f"hours-{bruno.pk}": "quattro", f"present-{carla.pk}": "1"}
    answer = as_(cast.CARLA).post(meeting_url(where, "team_attendance"), sent)
    assert answer.status_code == 422
    assert 'value="quattro"' in answer.content.decode()
    assert Attendance.objects.count() == 0
    sent[f"hours-{bruno.pk}"] = "2,5"
    assert as_(cast.CARLA).post(meeting_url(where, "team_attendance"), sent).status_code == 302
    assert str(Attendance.objects.get(user=bruno).hours) == "2.50"
    assert not Attendance.objects.get(user__username=cast.ELENA).present


def test_closing_too_early_keeps_the_notes_and_says_what_is_missing(at: Any) -> None:
    item = on_agenda(complex_family())
    at(AFTERWARDS)
    url = meeting_url(item.meeting, "team_meeting_hold")
    answer = as_(cast.CARLA).post(url, {"notes": "Note da non perdere"})
    assert answer.status_code == 422
    assert "Note da non perdere" in answer.content.decode()
    decide(item)
    everybody_there(item.meeting)
    assert as_(cast.CARLA).post(url, {"notes": "Note da non perdere"}).status_code == 302
    item.meeting.refresh_from_db()
    assert item.meeting.notes == "Note da non perdere"


def test_a_meeting_is_planned_moved_and_cancelled_from_its_pages(at: Any) -> None:
    client = as_(cast.CARLA)
    sent = {"day": "2026-11-29", "starts": "09:00", "ends": "12:00", "months": "2", "place": "Sala 2"}
    answer = client.post(reverse("team_meeting_new"), sent)
    assert answer.status_code == 422  # a Sunday
    answer = client.post(reverse("team_meeting_new"), sent | {"day": "2026-11-25", "months": "3"})
    assert answer.status_code == 302
    assert TeamMeeting.objects.count() == 3
    first = TeamMeeting.objects.order_by("appointment__starts_at").first()
    assert first is not None
    moved = {"day": "2026-11-26", "starts": "14:00", "ends": "17:00", "place": "Sala 3"}
    assert client.post(meeting_url(first, "team_meeting_move"), moved).status_code == 302
    first.refresh_from_db()
    assert first.appointment.place == "Sala 3"
    client.post(meeting_url(first, "team_meeting_cancel"), {"reason": "Neve"})
    assert "Neve" in text(client.get(meeting_url(first)))


def test_seats_are_given_and_ended(at: Any) -> None:
    client = as_(cast.CARLA)
    sent = {"user": str(cast.user(cast.LUCA).pk), "membership": "basic"}
    assert client.post(reverse("team_members"), sent).status_code == 422
    answer = client.post(reverse("team_members"), sent | {"hours_from": "6", "hours_to": "10"})
    assert answer.status_code == 302
    seat = TeamMember.objects.get(user__username=cast.LUCA)
    assert as_(cast.BRUNO).post(reverse("team_seat_end", args=[seat.pk])).status_code == 403
    client.post(reverse("team_seat_end", args=[seat.pk]))
    seat.refresh_from_db()
    assert seat.ends_on == NOW.date()
    assert as_(cast.BRUNO).post(reverse("team_members"), sent).status_code == 403


def test_the_tab_of_the_case_puts_it_on_an_agenda(at: Any) -> None:
    found = complex_family()
    where = meeting()
    client = as_(cast.CARLA)
    url = reverse("case_team", args=[found.case.pk])
    assert str(where.pk) in text(client.get(url))
    sent = {"meeting": str(where.pk), "pathway": str(found.pathway.pk), "question": "Quali sostegni?"}
    assert client.post(reverse("case_team_put", args=[found.case.pk]), sent).status_code == 302
    assert "Quali sostegni?" in text(client.get(url))
    assert as_(cast.ANNA).post(reverse("case_team_put", args=[found.case.pk]), sent).status_code == 403


def test_rooms_above_show_their_part_of_a_household(at: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(panels, "_providers", [])
    panels.register_item_panel(lambda _user, _pathway: [panels.ItemPanel("Progetto", "Mancano due firme")])
    item = on_agenda(complex_family())
    assert "Mancano due firme" in text(as_(cast.BRUNO).get(item_url(item)))


@pytest.mark.parametrize("wrong", ["2026-13", "x", "0000-01", "99999-01", "1999-12", "2026-1-1"])
def test_a_month_that_does_not_exist_shows_this_one(at: Any, wrong: str) -> None:
    assert "novembre 2026" in text(as_(cast.CARLA).get(reverse("teams"), {"mese": wrong}))


# What pages cost: calendar, meeting, household, tab of the case, seats

# (the frame's own counts included).
QUERIES = {cast.CARLA: [16, 19, 22, 18, 11], cast.BRUNO: [10, 12, 16, 16, 8]}


def _full(count: int) -> TeamMeeting:
    where = meeting()
    for number in range(count):
        item = on_agenda(complex_family(f"Modello {number}"), where)
        operations.call_guest(item=item, user=cast.user(cast.SARA), by=cast.user(cast.CARLA), at=NOW)
    return where


@pytest.mark.parametrize("count", [1, 6])
def test_the_pages_cost_the_same_with_one_household_or_many(
    at: Any, count: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    where = _full(count)
    complex_family("Attesa")
    at(IN_THE_ROOM)
    item = where.items.first()
    assert item is not None
    urls = [
        reverse("teams"),
        meeting_url(where),
        item_url(item),
        reverse("case_team", args=[item.pathway.case_id]),
        reverse("team_members"),
    ]
    for who, figures in QUERIES.items():
        client = as_(who)
        client.get(reverse("team_members"))
        for url, figure in zip(urls, figures, strict=True):
            with django_assert_max_num_queries(figure, info=f"{who} {url}"):
                assert client.get(url).status_code == 200, url
