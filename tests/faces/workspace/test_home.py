"""Oggi: my work first, in words; nobody finds it empty; its queries do not grow."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accanto.casework.cases.due import distance, waiting_for
from accanto.casework.cases.models import Deadline
from accanto.casework.cases.operations import add_co_worker, book_appointment, end_co_worker
from accanto.casework.cases.views.tally import soon_for
from accanto.casework.teams.operations import call_guest
from accanto.faces.workspace.greeting import greeting
from accanto.faces.workspace.today import agenda_of, assignments_of, news_for, work_of
from accanto.people.persons.operations import add_contact
from accanto.territory.bodies.models import Office
from tests import cast
from tests.casework.teams.situations import complex_family, meeting, on_agenda
from tests.faces.workspace.conftest import Enter
from tests.scenarios import NOW, TODAY, family_in_charge


def page_of(client: Client) -> str:
    answer = client.get(reverse("home"), follow=True)  # a student is led to the traineeship
    assert answer.status_code == 200
    return answer.content.decode()


def test_work_is_grouped_by_how_late_it_is(enter: Enter) -> None:
    family_in_charge(
        "Esempio", outcome_on=TODAY - timedelta(days=130), assigned_on=TODAY - timedelta(days=120)
    )
    work = work_of(cast.user(cast.ANNA), TODAY)
    assert [row["due_on"] < TODAY for row in work.late] == [True] * len(work.late) != []
    assert all(TODAY < row["due_on"] <= TODAY + timedelta(days=7) for row in work.soon)
    assert all(row["tone"] == "late" for row in work.late)
    assert work.count == len(work.late) + len(work.today) + len(work.soon) + len(work.advised)


def test_what_is_recommended_soon_comes_after_what_is_due_and_only_once(enter: Enter) -> None:
    outcome_on = TODAY - timedelta(days=70)  # 60 days are recommended, 120 binding
    family_in_charge("Esempio", outcome_on=outcome_on, assigned_on=outcome_on + timedelta(days=5))
    work = work_of(cast.user(cast.ANNA), TODAY)
    assert (work.late, work.today, work.soon, len(work.advised), work.count) == ([], [], [], 1, 1)
    assert work.advised[0]["tone"] == "soon"
    text = page_of(enter(cast.ANNA))
    assert "Da fare presto" in text
    assert "Era consigliato entro il" in text
    assert soon_for(cast.user(cast.ANNA)).count() == 1


def test_my_work_is_not_my_colleague_s(enter: Enter) -> None:
    family_in_charge(
        "Esempio", outcome_on=TODAY - timedelta(days=130), assigned_on=TODAY - timedelta(days=120)
    )
    assert work_of(cast.user(cast.ANNA), TODAY).count > 0
    assert work_of(cast.user(cast.LUCA), TODAY).count == 0


def test_days_are_working_days_of_the_municipality() -> None:
    # 25 July, San Jacopo: only Pistoia rests.
    friday, monday = date(2025, 7, 24), date(2025, 7, 28)
    assert distance(monday, friday, "047014").when == "1"
    assert distance(monday, friday, "047017").when == "2"


def test_a_term_that_ends_on_a_sunday_is_told_in_calendar_days() -> None:
    saturday, sunday = date(2026, 11, 21), date(2026, 11, 22)
    assert distance(saturday, sunday, "047014") == distance(saturday, sunday)
    assert distance(saturday, sunday).when == "−1"
    assert distance(sunday, sunday).tone == "soon"


def test_the_greeting_says_the_day_the_town_and_how_many_things(enter: Enter) -> None:
    seat = Office.objects.select_related("seat").get(code="polo-pistoia-nord")
    told = greeting("Anna", 7, seat, NOW)
    assert told.words == "Buongiorno Anna, 7 cose aspettano te"
    assert (
        told.day.replace("\N{NO-BREAK SPACE}", " ") == "Lunedì 23 novembre 2026 · giorno lavorativo, Pistoia"
    )
    assert greeting("Anna", 1, seat, NOW).words == "Buongiorno Anna, una cosa aspetta te"
    assert greeting("Anna", 0, None, NOW.replace(hour=19)).words == "Buonasera Anna, niente ti aspetta"


def test_a_household_given_to_me_is_told_with_the_reason(enter: Enter) -> None:
    situation = family_in_charge(assigned_on=TODAY - timedelta(days=3))
    family_in_charge("Vecchi-Esempi", assigned_on=TODAY - timedelta(days=10))
    family_in_charge("Altrui-Finti", worker=cast.LUCA, assigned_on=TODAY)
    assert [row.case_id for row in assignments_of(situation.anna, TODAY)] == [situation.case.pk]


def test_news_are_what_others_did_in_my_cases(enter: Enter) -> None:
    began = TODAY - timedelta(days=30)
    mine = family_in_charge(outcome_on=began, assigned_on=began)
    theirs = family_in_charge("Altrui-Finti", worker=cast.LUCA, outcome_on=began, assigned_on=began)
    for situation, by in ((mine, cast.ANNA), (mine, cast.CARLA), (theirs, cast.CARLA)):
        helper = cast.user(cast.GIULIA if by == cast.CARLA else cast.LUCA)
        add_co_worker(case=situation.case, user=helper, by=cast.user(by), at=NOW, on=TODAY)
    assert [(item.label, item.text) for item in news_for(mine.anna, NOW)] == [
        ("Nucleo Campioni", "Giulia Immaginari lavora al caso")
    ]


@pytest.mark.parametrize("username", cast.EVERYBODY)
def test_nobody_finds_it_empty(enter: Enter, username: str) -> None:
    text = page_of(enter(username))
    assert "ac-sheet" in text


def test_the_coordinator_reads_who_waits_and_the_planner_the_lists(enter: Enter) -> None:
    assert "Nuclei da assegnare" in page_of(enter(cast.CARLA))
    planner = page_of(enter(cast.MARCO))
    assert "Elenchi degli esiti" in planner
    assert "Nuclei da assegnare" not in planner


def test_the_administrator_reads_no_household(enter: Enter) -> None:
    situation = family_in_charge()
    add_contact(person=situation.family.lucia, kind="phone", value="0573 555 0142")
    assert "Campioni" not in page_of(enter(cast.PAOLO)).replace("Luca Campioni", "")


def queries_of_home(client: Client, counting: DjangoAssertNumQueries) -> None:
    with counting(15):
        page_of(client)


@pytest.mark.parametrize("username", [cast.ANNA, cast.CARLA])
def test_home_takes_at_most_fifteen_queries_whatever_the_work(
    enter: Enter, username: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(12):
        started = TODAY - timedelta(days=100 + number)
        family_in_charge(f"Esempio{number}", outcome_on=started, assigned_on=started + timedelta(days=2))
    family_in_charge("Nuovi-Esempi", assigned_on=TODAY - timedelta(days=1))
    queries_of_home(enter(username), django_assert_max_num_queries)


def test_an_appointment_with_a_household_no_longer_seen_says_only_that_time_is_taken(enter: Enter) -> None:
    situation = family_in_charge()
    luca = cast.user(cast.LUCA)
    add_co_worker(case=situation.case, user=luca, by=situation.carla, at=NOW - timedelta(days=2), on=TODAY)
    later = NOW + timedelta(hours=2)
    book_appointment(
        case=situation.case,
        kind="follow_up",
        starts_at=later,
        ends_at=later + timedelta(hours=1),
        operators=[luca],
        by=situation.anna,
        at=NOW,
    )
    assert [entry["title"] for entry in agenda_of(luca, NOW)] == ["Incontro periodico · Campioni"]
    end_co_worker(case=situation.case, user=luca, by=situation.carla, at=NOW - timedelta(hours=1), on=TODAY)
    assert [(entry["title"], entry["url"]) for entry in agenda_of(luca, NOW)] == [("Incontro periodico", "")]


def test_a_team_meeting_counts_only_the_households_that_one_sees(enter: Enter) -> None:
    seen, unseen = complex_family("Campioni"), complex_family("Altrui-Finti")
    today = meeting(TODAY, at=NOW - timedelta(days=30))
    item = on_agenda(seen, today, at=NOW - timedelta(days=1))
    on_agenda(unseen, today, at=NOW - timedelta(days=1))
    sara = cast.user(cast.SARA)
    call_guest(item=item, user=sara, by=seen.carla, at=NOW - timedelta(hours=1))
    (entry,) = agenda_of(sara, NOW)
    assert "Un nucleo all’ordine del giorno" in entry["small"]
    (entry,) = agenda_of(cast.user(cast.BRUNO), NOW)
    assert "2 nuclei all’ordine del giorno" in entry["small"]


def test_work_of_a_household_no_longer_seen_is_not_told(enter: Enter) -> None:
    situation = family_in_charge()
    luca = cast.user(cast.LUCA)
    add_co_worker(case=situation.case, user=luca, by=situation.carla, at=NOW - timedelta(days=2), on=TODAY)
    Deadline.objects.filter(case=situation.case).update(owner=luca)
    assert waiting_for(luca).count() > 0
    end_co_worker(case=situation.case, user=luca, by=situation.carla, at=NOW - timedelta(hours=1), on=TODAY)
    assert waiting_for(luca).count() == 0
