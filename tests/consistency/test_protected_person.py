"""A protected person in every output: each page and file that each of the cast reaches, searched for marker words."""

from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from accanto.people.persons.enums import Depth
from accanto.people.persons.operations import (
    add_contact,
    grant_many,
    protect_person,
    set_residence,
    set_safe_contact,
)
from tests import cast
from tests.consistency.situation import Things
from tests.consistency.test_readings import READ, SURNAME, _asks
from tests.consistency.test_url_matrix import PLAYERS, morning
from tests.scenarios import NOW, TODAY

__all__ = ["morning"]
MARKERS = (b"Via Quarzite", b"555 71 93", b"5557193", b"rifugio@", b"Zia Ametista")
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
    "record_dossier",
}  # fmt: skip
WORKING = {"social_worker", "coordinator"}


def _hide(things: Things) -> None:
    situation = things.situation
    family = situation.family
    for person in (family.lucia, family.marta, family.nico):
        home = family.lucia.residences.get(ends_on=None).municipality
        set_residence(person=person, municipality=home, on=TODAY, address="Via Quarzite 7")
    # The mother and the little one; Marta lives with them and nobody marked her.
    for person in (family.lucia, family.nico):
        add_contact(person=person, kind="phone", value="555 71 93", note="Zia Ametista")
        add_contact(person=person, kind="email", value="rifugio@esempio.it")
        protect_person(
            person=person,
            kind="address",
            reason="violence_centre",
            source="Centro Prova",
            starts_on=TODAY,
            by=situation.anna,
            at=NOW,
        )
        set_safe_contact(person=person, who="Zia Ametista", how="555 71 93", by=situation.anna, at=NOW)
    grant_many(
        persons=[family.lucia, family.marta, family.nico],
        user=cast.user(cast.LUCA),
        depth=Depth.READ,
        reason="team",
        context=situation.case.pk,
        by=situation.carla,
        at=NOW,
    )


def _found(answer: Any) -> set[bytes]:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return {marker for marker in MARKERS if marker in content}


@pytest.mark.django_db
@pytest.mark.parametrize("name", READ)
def test_home_and_contacts_stand_only_where_the_rule_allows(name: str) -> None:
    asks, things = _asks(name)
    _hide(things)
    readers = {**PLAYERS, "reader": cast.LUCA, "outsider": cast.GIULIA}
    leaks = set()
    for role, username in readers.items():
        client = Client()
        client.force_login(cast.user(username))
        for ask in asks:
            with transaction.atomic():
                answer = client.get(ask.url)
                found = _found(answer)
                transaction.set_rollback(True)
            if found and not (role in WORKING and base(name) in PAGES and "formato" not in ask.url):
                leaks.add((role, ask.url, *sorted(found)))
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
    _hide(things)
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
    _hide(things)
    client = Client()
    client.force_login(cast.user(cast.ANNA))
    page = client.get(f"/casi/{things.case}/nucleo/").content
    assert {marker for marker in MARKERS if marker in page} == set(MARKERS) - {b"5557193", b"rifugio@"}
