"""A protected person in every output: each page and file that each of the cast reaches, searched for marker words."""

import pytest
from django.test import Client

from tests import cast
from tests.consistency.hiding import MARKERS, READER, SURNAME, hide
from tests.consistency.situation import Things
from tests.consistency.test_url_matrix import morning
from tests.consistency.visits import OUTSIDERS, PLAYERS, READ, visits

__all__ = ["morning"]
# Pages of the case, where those who work on it read them on a screen.
PAGES = {
    "case", "case_household", "case_documents", "case_access", "case_bars", "case_bar_end", "case_close",
    "case_member_add", "case_member_end", "case_protection", "case_protection_end", "case_safe_contact",
    "case_document", "case_team", "case_assessments", "case_openings", "case_pathway", "case_project",
    "case_request", "case_why", "case_move", "privacy_rectification", "people_compare",
    "case_hand_over", "case_suspend", "case_resume", "case_picture", "case_change", "case_split", "case_join",
    "case_move_house", "case_birth", "case_death", "case_measures", "measure_new", "administrator_new", "case_contacts",
    "case_reports", "case_entry", "record_family", "record_contact", "record_contact_add",
    "record_contact_end", "record_relative_add", "record_relation_add", "record_relation_end", "record_bond_end",
    "record_notes", "record_note", "record_note_promote", "record_reports", "record_report", "record_report_correct",
    "record_dossier", "case_volunteers", "case_appointments", "case_following", "case_member_correct",
    "case_change_day", "case_change_take_back",
}  # fmt: skip
WORKING = {"social_worker", "coordinator"}


@pytest.mark.django_db
@pytest.mark.parametrize("name", READ)
def test_home_and_contacts_stand_only_where_the_rule_allows(name: str) -> None:
    found = visits(name)
    readers = {**PLAYERS, "reader": READER, "outsider": OUTSIDERS["social_worker"]}
    leaks = set()
    for role, username in readers.items():
        allowed = found.read[username] if role in WORKING and base(name) in PAGES else []
        leaks |= {
            (role, met.ask.url, *sorted(met.markers))
            for met in (*found.read[username], *found.files[username])
            if met.markers and met not in allowed
        }
    assert leaks == set()


def base(name: str) -> str:
    return name.rsplit(":", 1)[-1]


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["5557193", "+39 555 71 93", "rifugio@esempio.it", "Via Quarzite"])
def test_a_contact_finds_the_person_only_for_those_who_may_read_it(typed: str) -> None:
    things = Things()
    family = things.situation.family
    for person in (family.lucia, family.marta, family.nico):
        person.last_name = SURNAME.decode()
        person.save(update_fields=["last_name"])
    hide(things)
    finds = {}
    for username in (cast.ANNA, cast.CARLA, cast.LUCA, cast.BRUNO, cast.GIULIA):
        client = Client()
        client.force_login(cast.user(username))
        finds[username] = SURNAME in client.get("/cerca/", {"q": typed}).content
    known = typed != "Via Quarzite"
    expected = {cast.ANNA: known, cast.CARLA: known, cast.LUCA: False, cast.BRUNO: False, cast.GIULIA: False}
    assert finds == expected


@pytest.mark.django_db
def test_the_markers_are_told_where_the_rule_allows() -> None:
    """Without this the hunt above would be content with a page that tells nothing."""
    things = Things()
    hide(things)
    client = Client()
    client.force_login(cast.user(cast.ANNA))
    page = client.get(f"/casi/{things.case}/nucleo/").content
    assert {marker for marker in MARKERS if marker in page} == set(MARKERS) - {b"5557193", b"rifugio@"}
