"""Partners see a household while the team works on it, and nothing before, after or beside."""

from datetime import date, timedelta

import pytest

from accanto.casework.cases.models import Case, DiaryEntry
from accanto.casework.cases.operations import write_diary
from accanto.casework.pathways.models import Pathway
from accanto.casework.pathways.operations import close_pathway
from accanto.casework.teams import operations
from accanto.casework.teams.models import AgendaItem, TeamMeeting, TeamMember
from accanto.people.persons.enums import Depth
from accanto.people.persons.models import AccessGrant, Person
from tests import cast
from tests.casework.teams.situations import (
    AFTERWARDS,
    IN_THE_ROOM,
    complex_family,
    decide,
    held,
    meeting,
    on_agenda,
    team,
)
from tests.scenarios import NOW, Situation, family_in_charge

pytestmark = pytest.mark.django_db
PARTNERS = (cast.BRUNO, cast.ELENA)


def _seen(username: str, depth: int = Depth.TEAM) -> set[str]:
    user = cast.user(username)
    return {case.household.label for case in Case.objects.visible_to(user, depth)}


def _running(found: Situation) -> set[str]:
    grants = AccessGrant.objects.filter(context=found.case.pk, reason="team", ends_at=None)
    return {grant.user.username for grant in grants.select_related("user") if grant.user}


def test_partners_see_from_the_moment_it_is_on_the_agenda_and_only_that_household() -> None:
    found, _beside = complex_family(), complex_family("Modello")
    for name in PARTNERS:
        assert _seen(name) == set()
    on_agenda(found)
    for name in PARTNERS:
        assert _seen(name) == {"Campioni"}
        assert _seen(name, Depth.READ) == set()
        assert Person.objects.visible_to(cast.user(name), Depth.TEAM).count() == 3
    assert _running(found) == set(PARTNERS)  # who coordinates the unit sees it for another reason


def test_the_diary_and_personal_notes_stay_closed_to_partners() -> None:
    found = complex_family()
    for kind in ("interview", "personal"):
        write_diary(case=found.case, kind=kind, text="Riservato", by=found.anna, at=NOW, happened_at=NOW)
    on_agenda(found)
    assert DiaryEntry.objects.visible_to(found.anna).count() == 2
    for name in PARTNERS:
        assert list(DiaryEntry.objects.visible_to(cast.user(name))) == []


@pytest.mark.parametrize("how", ["drop", "cancel"])
def test_access_ends_when_the_household_leaves_the_agenda(how: str) -> None:
    found = complex_family()
    item = on_agenda(found)
    if how == "drop":
        operations.drop_item(item=item, reason="Errore", by=found.carla, at=NOW)
    else:
        operations.cancel_meeting(meeting=item.meeting, reason="Neve", by=found.carla, at=NOW)
    assert _seen(cast.BRUNO) == set()
    assert _running(found) == set()
    assert _seen(cast.ANNA, Depth.WORK) == {"Campioni"}


@pytest.mark.parametrize(
    ("decision", "goes_on"), [("project", True), ("social_only", False), ("close", False)]
)
def test_after_the_meeting_access_goes_on_only_where_the_team_has_work(decision: str, goes_on: bool) -> None:
    found = complex_family()
    where = meeting()
    decide(on_agenda(found, where), decision)
    assert _running(found) == set(PARTNERS)  # still in the room
    held(where)
    assert _running(found) == (set(PARTNERS) if goes_on else set())


def test_a_signed_project_leaves_reading_to_its_parties_until_it_closes() -> None:
    found = complex_family()
    item = on_agenda(found)
    operations.call_guest(item=item, user=cast.user(cast.SARA), by=found.carla, at=NOW)
    decide(item)
    held(item.meeting)
    assert _running(found) == {*PARTNERS, cast.SARA}
    signed = AFTERWARDS + timedelta(days=10)
    operations.end_team_access(
        pathway=found.pathway, parties=[cast.user(cast.ELENA), found.anna], by=found.carla, at=signed
    )
    assert _running(found) == {cast.ELENA}
    again = on_agenda(found, meeting(date(2026, 12, 16)), at=signed)
    assert _running(found) == set(PARTNERS)
    operations.drop_item(item=again, reason="Non serve", by=found.carla, at=signed)
    assert _running(found) == {cast.ELENA}
    operations.end_team_access(pathway=found.pathway, by=found.carla, at=signed + timedelta(days=300))
    assert _running(found) == set()


def test_an_item_that_still_waits_keeps_the_teams_right_when_a_project_closes() -> None:
    found = complex_family()
    on_agenda(found)
    operations.end_team_access(pathway=found.pathway, by=found.carla, at=NOW)
    assert _running(found) == set(PARTNERS)


def test_who_is_called_by_need_sees_that_household_alone() -> None:
    found, other = complex_family(), complex_family("Modello")
    where = meeting()
    item = on_agenda(found, where)
    on_agenda(other, where)
    sara = cast.user(cast.SARA)
    assert not TeamMeeting.objects.visible_to(sara).exists()
    guest = operations.call_guest(item=item, user=sara, by=found.carla, at=NOW)
    assert (guest.need, guest.organisation.code) == ("mental_health", "ausl")
    assert _seen(cast.SARA) == {"Campioni"}
    assert [i.pk for i in AgendaItem.objects.visible_to(sara)] == [item.pk]
    assert TeamMeeting.objects.visible_to(sara).get() == where
    operations.release_guest(guest=guest, by=found.carla, at=NOW)
    assert _seen(cast.SARA) == set()
    assert not where.appointment.operators.filter(user=sara).exists()


def test_basic_members_and_people_called_twice_are_not_called() -> None:
    item = on_agenda(complex_family())
    carla = cast.user(cast.CARLA)
    with pytest.raises(operations.TeamRefused):
        operations.call_guest(item=item, user=cast.user(cast.BRUNO), by=carla, at=NOW)
    operations.call_guest(item=item, user=cast.user(cast.TULLIO), by=carla, at=NOW)
    with pytest.raises(operations.TeamRefused):
        operations.call_guest(item=item, user=cast.user(cast.TULLIO), by=carla, at=NOW)


def test_who_leaves_the_team_stops_seeing_and_who_joins_begins() -> None:
    found = complex_family()
    on_agenda(found)
    carla = cast.user(cast.CARLA)
    seat = TeamMember.objects.get(team=team(), user__username=cast.BRUNO, ends_on=None)
    operations.end_seat(member=seat, by=carla, at=NOW)
    assert _running(found) == {cast.ELENA}
    operations.seat_member(
        team=team(),
        user=cast.user(cast.LUCA),
        membership="basic",
        hours_from=12,  # type: ignore[arg-type]
        starts_on=NOW.date(),
        by=carla,
        at=NOW,
    )
    assert _running(found) == {cast.ELENA, cast.LUCA}


def test_what_outlived_its_reason_is_ended_at_night() -> None:
    found = complex_family()
    decide(on_agenda(found))
    close_pathway(
        pathway=Pathway.objects.get(pk=found.pathway.pk),
        reason="Trasferiti",
        on=IN_THE_ROOM.date(),
        by=found.anna,
        at=IN_THE_ROOM,
    )
    assert _running(found) == set(PARTNERS)
    assert operations.end_stale_access(at=AFTERWARDS) == 1
    assert _running(found) == set()
    assert operations.end_stale_access(at=AFTERWARDS) == 0


def test_a_mini_team_right_is_another_one_and_stays() -> None:
    from accanto.casework.cases.operations import add_co_worker

    found = complex_family()
    add_co_worker(
        case=found.case,
        user=cast.user(cast.BRUNO),
        by=found.carla,
        at=NOW,
        on=NOW.date(),
        depth=Depth.READ,
        grant_reason="mini_team",
    )
    item = on_agenda(found)
    operations.drop_item(item=item, reason="Errore", by=found.carla, at=NOW)
    assert _seen(cast.BRUNO, Depth.READ) == {"Campioni"}


def test_households_of_other_pathways_are_never_in_a_partners_agenda() -> None:
    family_in_charge("Finti")
    found = complex_family()
    on_agenda(found)
    bruno = cast.user(cast.BRUNO)
    assert {i.pathway.case.household.label for i in AgendaItem.objects.visible_to(bruno)} == {"Campioni"}
