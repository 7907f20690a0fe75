"""Forty people behind a closed fence: no page, file, search, list of candidates, notice or log says a word of them."""

import logging
from collections.abc import Iterator
from contextlib import suppress

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from accanto.access.assignment.queries import proposals
from accanto.access.outcomes.models import Application, ApplicationEvent, Candidate
from accanto.access.outcomes.queries.table import outcome_counts
from accanto.core.database.context import acting, acting_for
from accanto.people.persons.operations import bar
from tests import cast
from tests.access.assignment.test_assigning import application
from tests.access.outcomes.samples import as_csv, imported, row
from tests.consistency.situation import Things
from tests.consistency.test_url_matrix import morning
from tests.consistency.urls import named_addresses
from tests.consistency.visits import TABLE
from tests.hunt import hidden
from tests.hunt.words import content_of, words_of
from tests.scenarios import NOW, TODAY, family, family_in_charge

__all__ = ["morning"]
pytestmark = pytest.mark.django_db

# Of each role that has the box to search with; to the others the door says no before it looks.
MAY_SEARCH = [cast.CARLA, cast.ANNA, cast.DARIO, cast.BRUNO]
# One of each role is enough where every page is asked.
EACH_ROLE = [cast.CARLA, cast.ANNA, cast.DARIO, cast.BRUNO, cast.MARCO, cast.NADIA, cast.OLGA, cast.PAOLO]
FILES = ("xlsx", "ods", "csv")
PAGES = sorted(name for name, line in TABLE["urls"].items() if line.get("as", "GET") in {"GET", "EDIT"})
COUNTED = ["home", "cases", "deadlines", "pathways", "pathway_agenda", "projects", "teams", "assignments",
    "outcomes:applications", "outcomes:accompany_list", "outcomes:waiting", "notifications", "workload"]  # fmt: skip
KINDS = {"analysed": "pathway", "carried_on": "pathway", "complex": "pathway", "unknown": "application"}


def client_of(username: str) -> Client:
    client = Client()
    client.force_login(cast.user(username))
    return client


def in_hiding(households: int = hidden.FEW) -> hidden.Hidden:
    made = hidden.settle(households=households)
    hidden.hide(made)
    return made


def asked(client: Client, url: str, words: list[str]) -> list[tuple[str, str]]:
    """Which of the words the answer holds."""
    with transaction.atomic():
        content = content_of(client.get(url, headers={"accept": "text/html"}))
        transaction.set_rollback(True)
    return [(url, word) for word in words if word.encode() in content]


def addresses(made: hidden.Hidden) -> Iterator[str]:
    """Every page and file, those that take an id with theirs."""
    takes = named_addresses()
    for name in PAGES:
        if not takes[name]:
            yield from [reverse(name), f"{reverse(name)}?formato=xlsx"]
            continue
        line = TABLE["urls"][name]["with"]
        ids = made.ids.get(KINDS.get(str(line.get("pk")), str(line.get("pk"))), [])[:3]
        for pk in ids:
            yield _address(name, line, pk)


def _address(name: str, line: dict[str, object], pk: object) -> str:
    """With whatever stands for the other arguments: a word of the table, a number, an id."""
    for other in (*line.values(), 1, pk):
        with suppress(NoReverseMatch):
            return reverse(name, kwargs={**dict.fromkeys(line, other), "pk": pk})
    raise AssertionError(f"no address for {name}")


def searches(made: hidden.Hidden) -> list[str]:
    """By name, mistyped, by beginning, code, telephone, protocol and number of the case."""
    case = made.cases[0].number
    return ["Zaffirelli", "Zafirelli", "zaff", "Lucia Zaffirelli", made.codes[0], "333555 000", "333555",
        "INPS-ZAFF-0", "INPS-ZAFF-1", case, case.split("/")[1]]  # fmt: skip


def test_whoever_has_the_right_finds_them() -> None:
    """Else the hunt would find nothing because nothing is there."""
    made = in_hiding()
    luca = client_of(cast.LUCA)
    for url in (f"/casi/{made.cases[0].pk}/", "/casi/"):
        assert asked(luca, url, [hidden.MARKER]) == [(url, hidden.MARKER)]
    assert asked(luca, f"/cerca/?q={made.codes[0]}", [hidden.MARKER])


def test_no_page_and_no_file_holds_a_word_of_them(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    family_in_charge("Prova")
    made = in_hiding(hidden.HOUSEHOLDS)
    hidden.propose_somewhere(made, application(family("Finti"), person=None))
    caplog.clear()
    found = []
    for username in EACH_ROLE:
        client = client_of(username)
        found += [(username, *each) for url in addresses(made) for each in asked(client, url, made.words)]
    assert found == []
    told = "\n".join(record.getMessage() for record in caplog.records if record.name != "django.db.backends")
    assert [word for word in (hidden.MARKER, hidden.NOTE, made.codes[0]) if word in told] == []


@pytest.mark.parametrize(
    "name", ["cases", "outcomes:applications", "outcomes:accompany_list", "outcomes:waiting", "outcomes:home"]
)
def test_every_kind_of_file_is_as_silent(name: str) -> None:
    made, client = in_hiding(), client_of(cast.CARLA)
    found = [asked(client, f"{reverse(name)}?formato={kind}", made.words) for kind in FILES]
    assert found == [[], [], []]


def test_no_search_finds_them_and_none_costs_more_than_a_search_for_nobody() -> None:
    made = in_hiding()
    nobody = dict(zip(searches(made), ["Nessunelli", "Nesunelli", "ness", "Lucia Nessunelli", "NSSLCU80A41G713X",
        "333999 000", "333999", "INPS-NESS-0", "INPS-NESS-1", "2026/9998", "9998"], strict=True))  # fmt: skip
    for username in MAY_SEARCH:
        client = client_of(username)
        for words, others in nobody.items():
            assert (username, _searched(client, words)) == (username, _searched(client, others))


def _searched(client: Client, typed: str) -> tuple[int, int, str]:
    """Status, number of queries, and what is read but for what was typed."""
    with CaptureQueriesContext(connection) as asked_for:
        answer = client.get(reverse("search"), {"q": typed})
    return answer.status_code, len(asked_for), words_of(answer).replace(typed, "…")


@pytest.mark.parametrize("username", [cast.CARLA, cast.ANNA, cast.DARIO])
def test_lists_and_counts_are_those_of_a_zone_without_them(username: str) -> None:
    Things().of("item")
    application(family("Finti"))
    client = client_of(username)

    def read(names: list[str]) -> dict[str, str]:
        return {name: words_of(client.get(reverse(name))) for name in names}

    read(COUNTED)
    before = read(COUNTED)
    hidden.hide(hidden.settle())
    assert read(COUNTED) == before


def test_the_figures_of_the_zone_count_them_before_and_after() -> None:
    """Asked by whoever has no list beside the figures: hiding people must not move a published number."""
    made, director = hidden.settle(), client_of(cast.NADIA)
    before = words_of(director.get(reverse("indicators")))
    hidden.hide(made)
    assert words_of(director.get(reverse("indicators"))) == before


def test_municipality_by_outcome_counts_all_and_is_the_same_for_everybody() -> None:
    town_of_nobody = application(outcome="rejected")
    made = hidden.settle()
    bar(user=cast.user(cast.DARIO), persons=[family("Finti").nico], reason="relative", source="x",
        by=cast.user(cast.ANNA), at=NOW)  # fmt: skip
    Application.objects.filter(pk=town_of_nobody.pk).update(outcome="lapsed")
    ApplicationEvent.objects.bulk_create(
        ApplicationEvent(application=one, outcome=one.outcome, known_on=TODAY, at=NOW)
        for one in Application.objects.all()
    )
    hidden.hide(made)
    told = []
    for username in (cast.CARLA, cast.DARIO, cast.MARCO):
        with acting(acting_for(cast.user(username), at=NOW)):
            told.append(sum(outcome_counts("adi", TODAY).values()))
            assert Application.objects.count() == 1
    assert told == [4, 4, 4]


def test_a_list_with_the_same_people_meets_nobody() -> None:
    """Their codes, and their names mistyped: to whoever imports they are new."""
    made = in_hiding()
    lines = [
        row(f"INPS-N{number}", last=hidden.MARKER, first=person.first_name, code=made.codes[number])
        for number, person in enumerate(made.people[:6])
    ]
    lines.append(row("INPS-N9", last="Zafirelli", first="Lucia", code=""))
    imported(as_csv(lines), by=cast.user(cast.CARLA))
    assert not Candidate.objects.filter(person__in=made.people).exists()
    assert not Application.objects.filter(protocol__startswith="INPS-N", person__in=made.people).exists()
    board = proposals(cast.user(cast.CARLA), TODAY)
    assert {each.application.protocol[:6] for each in board.rows} <= {"INPS-N"}


def test_a_proposal_that_names_one_of_them_is_none() -> None:
    made = in_hiding()
    waiting = application(person=None, last_name="Finti")
    hidden.propose_somewhere(made, waiting)
    client = client_of(cast.CARLA)
    told = words_of(client.get(reverse("outcomes:identify", args=[waiting.pk])))
    assert "Nessuno di simile" in told or "93" not in told
    assert "che non puoi vedere" not in told
    sent = {"candidate": Candidate.objects.get().pk}
    client.post(reverse("outcomes:same", args=[waiting.pk]), sent)
    assert Application.objects.get(pk=waiting.pk).person_id is None


def test_what_a_list_could_not_take_is_read_by_whoever_brought_it() -> None:
    made = hidden.settle()
    lines = [
        row("INPS-A1", last=hidden.MARKER, first="Lucia", code=made.codes[0], town="Atlantide"),
        row("INPS-A2", last="Prova", town="Atlantide"),
    ]
    listed = imported(as_csv(lines), by=cast.user(cast.CARLA))
    hidden.hide(made)
    page = reverse("outcomes:import", args=[listed.pk])
    files = [reverse(f"outcomes:{name}", args=[listed.pk]) for name in ("rejected", "original")]
    for username in (cast.MARCO, cast.DARIO):
        client = client_of(username)
        assert [found for url in [page, *files] for found in asked(client, url, made.words)] == []
    assert "Atlantide" in words_of(client_of(cast.MARCO).get(page))
    assert client_of(cast.MARCO).get(files[1]).status_code == 404
    assert asked(client_of(cast.CARLA), files[1], [hidden.MARKER])
