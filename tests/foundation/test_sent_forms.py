"""A form is taken once: sent twice it registers once, mended it is sent again, changed it is never lost."""

from collections.abc import Callable
from datetime import timedelta
from re import findall
from threading import Barrier, Thread
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from accanto.casework.cases.models import DiaryEntry
from accanto.casework.projects.models import Goal
from accanto.foundation.documents.models import Document
from accanto.foundation.jobs.models import Draft, SentForm
from accanto.foundation.jobs.operations.forms import forget_forms
from tests import cast
from tests.casework.projects import situations
from tests.foundation.documents import samples
from tests.scenarios import Situation, family_in_charge

pytestmark = pytest.mark.django_db
TOKEN = "a-token-of-one-drawn-form"


def enter(username: str) -> Client:
    client = Client()
    client.force_login(cast.user(username))
    return client


def note(text: str = "Telefonata di un quarto d’ora", **more: str) -> dict[str, str]:
    return {"kind": "phone", "text": text, "once": TOKEN, **more}


def send(client: Client, found: Situation, **typed: str) -> Any:
    return client.post(reverse("case_note", args=[found.case.pk]), note(**typed))


def test_every_drawing_of_a_form_has_a_token_of_its_own() -> None:
    found, client = family_in_charge(), enter(cast.ANNA)
    page = reverse("case", args=[found.case.pk])
    tokens = [findall(r'name="once" value="([^"]+)"', client.get(page).content.decode()) for _ in range(2)]
    assert [len(each) for each in tokens] == [1, 1]
    assert tokens[0] != tokens[1]


def test_the_same_form_sent_twice_registers_once_and_says_so() -> None:
    found, client = family_in_charge(), enter(cast.ANNA)
    first, second = send(client, found), send(client, found)
    assert (first.status_code, second.status_code) == (302, 302)
    assert second["Location"] == first["Location"]
    assert DiaryEntry.objects.filter(case=found.case).count() == 1
    page = client.get(first["Location"]).content.decode()
    assert "Era già registrato" in page


def test_a_form_with_mistakes_is_mended_and_sent_with_the_same_token() -> None:
    found, client = family_in_charge(), enter(cast.ANNA)
    assert send(client, found, text="").status_code == 422
    assert not SentForm.objects.exists()
    assert send(client, found).status_code == 302
    assert DiaryEntry.objects.filter(case=found.case).count() == 1


def test_a_refusal_told_on_the_next_page_leaves_the_token_unused() -> None:
    found = situations.begun()
    client = enter(cast.ANNA)
    url = reverse("project_propose", args=[found.project.pk])
    client.post(url, {"revision": "0", "once": TOKEN})
    assert found.again().state == "draft"
    assert not SentForm.objects.exists()


def test_other_words_after_going_back_are_shown_and_may_be_registered_too() -> None:
    found, client = family_in_charge(), enter(cast.ANNA)
    send(client, found)
    answer = send(client, found, text="Seconda telefonata della giornata")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Seconda telefonata della giornata" in page
    assert DiaryEntry.objects.filter(case=found.case).count() == 1
    fresh = findall(r'name="once" value="([^"]+)"', page)
    assert len(fresh) == 1
    assert send(client, found, text="Seconda telefonata della giornata", once=fresh[0]).status_code == 302
    assert DiaryEntry.objects.filter(case=found.case).count() == 2


def test_the_token_of_one_person_says_nothing_about_another_s_form() -> None:
    found = family_in_charge()
    send(enter(cast.ANNA), found)
    send(enter(cast.CARLA), found)
    assert DiaryEntry.objects.filter(case=found.case).count() == 2


@pytest.mark.parametrize("strange", ["", "short", "x" * 65, "with space and more words"])
def test_what_is_no_token_changes_nothing(strange: str) -> None:
    found, client = family_in_charge(), enter(cast.ANNA)
    assert send(client, found, once=strange).status_code == 302
    assert not SentForm.objects.exists()


def test_a_document_sent_twice_is_kept_once() -> None:
    found, client = family_in_charge(), enter(cast.ANNA)
    url = reverse("case_document_add", args=[found.case.pk])
    before = Document.objects.count()
    for _time in range(2):
        paper = SimpleUploadedFile("contratto.pdf", samples.pdf(), "application/pdf")
        answer = client.post(url, {"title": "Contratto di affitto", "file": paper, "once": TOKEN})
        assert answer.status_code == 302
    assert Document.objects.count() == before + 1


def test_a_draft_may_be_saved_again_and_again_and_keeps_no_token() -> None:
    client = enter(cast.ANNA)
    for text in ("Tele", "Telefonata"):
        assert (
            client.post(reverse("draft_save", args=["note"]), {"text": text, "once": TOKEN}).status_code
            == 200
        )
    assert Draft.objects.get(key="note").data == {"text": "Telefonata"}
    assert not SentForm.objects.exists()


def test_tokens_are_forgotten_after_a_day() -> None:
    found, client = family_in_charge(), enter(cast.ANNA)
    send(client, found)
    sent_at = SentForm.objects.get().sent_at
    assert forget_forms(at=sent_at + timedelta(hours=24)) == 0
    assert forget_forms(at=sent_at + timedelta(hours=24, seconds=1)) == 1


def at_once(*works: Callable[[], Any]) -> list[Any]:
    start = Barrier(len(works))
    results: list[Any] = [None] * len(works)

    def run(index: int, work: Callable[[], Any]) -> None:
        try:
            start.wait(timeout=10)
            results[index] = work()
        finally:
            connection.close()

    threads = [Thread(target=run, args=(i, work)) for i, work in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_add_one_goal() -> None:
    situations.reference()
    found = situations.begun()
    before = Goal.objects.filter(project=found.project).count()
    url = reverse("project_piece_add", args=[found.project.pk, "obiettivo"])
    typed = {"area": "work", "text": "Trovare un lavoro", "revision": found.again().revision, "once": TOKEN}
    clients = [enter(cast.ANNA), enter(cast.ANNA)]
    answers = at_once(*(lambda c=c: c.post(url, typed) for c in clients))
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert Goal.objects.filter(project=found.project).count() == before + 1


@pytest.mark.django_db(transaction=True)
def test_when_the_first_of_two_is_refused_the_second_is_taken() -> None:
    found = family_in_charge()
    clients = [enter(cast.ANNA), enter(cast.ANNA)]
    answers = at_once(lambda: send(clients[0], found, text=""), lambda: send(clients[1], found))
    assert [a.status_code for a in answers][1] == 302
    assert DiaryEntry.objects.filter(case=found.case).count() == 1
