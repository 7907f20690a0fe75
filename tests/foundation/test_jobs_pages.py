"""A long job is found again by who started it; a draft is saved for who writes it."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accanto.foundation.jobs.models import Draft, Job
from accanto.foundation.notifications.models import Notification
from tests import cast
from tests.scenarios import NOW

pytestmark = pytest.mark.django_db


def enter(username: str) -> Client:
    client = Client()
    client.force_login(cast.user(username))
    return client


def a_job(state: str = "running") -> Job:
    finished = NOW if state in ("done", "failed") else None
    return Job.objects.create(
        kind="x",
        title="Importazione",
        owner=cast.user(cast.CARLA),
        created_at=NOW,
        state=state,
        percent=42,
        message="Riga 420 di 1.000",
        finished_at=finished,
    )


def test_the_bar_asks_again_until_the_work_is_over() -> None:
    job = a_job()
    part = (
        enter(cast.CARLA).get(reverse("job", args=[job.pk]), headers={"HX-Request": "true"}).content.decode()
    )
    assert ("hx-get" in part, "<html" in part, "42" in part) == (True, False, True)
    over = enter(cast.CARLA).get(reverse("job", args=[a_job("done").pk]), headers={"HX-Request": "true"})
    assert "hx-get" not in over.content.decode()


def test_a_job_that_failed_says_what_to_do() -> None:
    text = enter(cast.CARLA).get(reverse("job", args=[a_job("failed").pk])).content.decode()
    assert "Nulla è cambiato." in text


def test_a_job_is_of_who_started_it() -> None:
    assert enter(cast.ANNA).get(reverse("job", args=[a_job().pk])).status_code == 404


def test_a_draft_is_saved_and_replaced() -> None:
    client = enter(cast.ANNA)
    with time_machine.travel(NOW, tick=False):
        for text in ("Pri", "Prima nota"):
            answer = client.post(reverse("draft_save", args=["nota"]), {"text": text, "chi": ["a", "b"]})
    assert answer.json() == {"saved_at": "9:00"}
    assert Draft.objects.get().data == {"text": "Prima nota", "chi": ["a", "b"]}


def test_a_draft_that_is_too_long_is_refused_in_words() -> None:
    answer = enter(cast.ANNA).post(reverse("draft_save", args=["nota"]), {"text": "a" * 600_001})
    assert answer.status_code == 422
    assert not Draft.objects.exists()


def test_opening_a_notification_marks_it_read_and_stays_in_the_house() -> None:
    anna = cast.user(cast.ANNA)
    inside = Notification.objects.create(user=anna, kind="x", url="/casi/", at=NOW)
    outside = Notification.objects.create(user=anna, kind="x", url="https://altrove.example/", at=NOW)
    client = enter(cast.ANNA)
    assert client.post(reverse("notification_open", args=[inside.pk])).headers["Location"] == "/casi/"
    assert client.post(reverse("notification_open", args=[outside.pk])).headers["Location"] == reverse(
        "notifications"
    )
    assert anna.notifications.filter(read_at=None).count() == 0
    theirs = Notification.objects.create(user=cast.user(cast.CARLA), kind="x", at=NOW)
    assert client.post(reverse("notification_open", args=[theirs.pk])).status_code == 404
