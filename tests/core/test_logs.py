"""Whatever goes wrong, and whatever people typed, the logs hold structure and no person."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path, reverse

from accanto.core.logs import StructureFormatter
from accanto.core.web.middleware import public
from accanto.foundation.jobs.models import Job
from accanto.foundation.jobs.operations import perform_job
from accanto.foundation.jobs.registry import long_job
from accanto.people.persons.models import Person
from tests import cast
from tests.scenarios import NOW, family_in_charge

MARKS = ("Zanzibarri", "ZNZBRR80A01G713X", "zanzibarri@example.org", "Zanzibarri%20Lucia", "+39555014299")
pytestmark = pytest.mark.django_db


def broken(request: HttpRequest, word: str) -> HttpResponse:
    person = {"last_name": "Zanzibarri", "typed": request.POST.dict(), "word": word}
    try:
        return HttpResponse({}[person["last_name"]])
    except KeyError as error:
        raise ValueError(f"{person} of {request.get_full_path()}") from error


def doubled(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("insert into limits_allowance (kind, who, full_at) values ('x', 'Zanzibarri', now())")
        cursor.execute("insert into limits_allowance (kind, who, full_at) values ('x', 'Zanzibarri', now())")
    return HttpResponse()


urlpatterns = [
    path("rotta/<str:word>/", public(broken), name="rotta"),
    path("doppia/", public(doubled), name="doppia"),
    path("", public(lambda _request: HttpResponse("ok")), name="home"),
]


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Everything that any logger says, at any level, as it would reach the log."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(StructureFormatter())
    root, before = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    requests, own = logging.getLogger("accanto.requests"), logging.getLogger("accanto.requests").level
    requests.setLevel(logging.INFO)
    yield out
    root.removeHandler(handler)
    root.setLevel(before)
    requests.setLevel(own)


def lines(out: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.getvalue().splitlines()]


def holds_nobody(out: io.StringIO) -> None:
    text = out.getvalue()
    assert text
    assert [mark for mark in MARKS if mark.lower() in text.lower()] == []


@override_settings(ROOT_URLCONF=__name__)
def test_a_fault_in_a_page_is_told_by_kind_and_place(written: io.StringIO) -> None:
    client = Client(raise_request_exception=False)
    answer = client.post(
        "/rotta/Zanzibarri/?cf=ZNZBRR80A01G713X", {"nome": "Zanzibarri", "tel": "+39555014299"}
    )
    assert answer.status_code == 500
    holds_nobody(written)
    fault = next(line for line in lines(written) if "fault" in line)
    assert [one["kind"] for one in fault["fault"]] == ["builtins.ValueError", "builtins.KeyError"]
    assert any("test_logs.py" in place and "broken" in place for place in fault["fault"][0]["places"])
    assert (fault["page"], fault["method"], fault["request"]) == ("rotta", "POST", answer["X-Request-ID"])
    assert answer["X-Request-ID"] in answer.content.decode()


@override_settings(ROOT_URLCONF=__name__)
def test_an_error_of_the_database_is_told_by_its_constraint(written: io.StringIO) -> None:
    assert Client(raise_request_exception=False).get("/doppia/").status_code == 500
    holds_nobody(written)
    fault = next(line for line in lines(written) if "fault" in line)["fault"]
    assert {"sqlstate": "23505", "constraint_name": "allowance_of_one"}.items() <= fault[1].items()


def test_refused_requests_are_told_without_what_was_asked(written: io.StringIO) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(cast.user(cast.ANNA))
    checking = Client(enforce_csrf_checks=True, raise_request_exception=False)
    checking.force_login(cast.user(cast.ANNA))
    asked = [
        client.get("/Zanzibarri/ZNZBRR80A01G713X/?q=Zanzibarri%20Lucia"),
        client.get(reverse("search"), {"q": "Zanzibarri", "cf": MARKS[1]}),
        client.get("/?q=%00Zanzibarri"),
        client.get("/", HTTP_HOST="zanzibarri.example.org"),
        client.get("/personale/?q=Zanzibarri"),
        checking.post(reverse("search"), {"q": "Zanzibarri"}, HTTP_REFERER="http://zanzibarri@example.org/"),
        client.post(reverse("account_login"), {"login": MARKS[2], "password": "Zanzibarri"}),
        client.get("/casi/", {"ordine": "Zanzibarri", "formato": "Zanzibarri"}),
        client.generic("ZANZIBARRI", "/"),
    ]
    assert {400, 403, 404} <= {answer.status_code for answer in asked}
    holds_nobody(written)
    told = [line for line in lines(written) if line["from"] == "accanto.requests"]
    assert len(told) == len(asked)
    assert {"at", "level", "from", "said", "request", "method", "status", "ms"} <= told[0].keys()
    assert [line["status"] for line in told] == [answer.status_code for answer in asked]
    assert len({line["request"] for line in told}) == len(asked)
    by_django = [
        line for line in lines(written) if line["from"] == "django.request" and line.get("status") == 404
    ]
    assert by_django
    assert {line["said"] for line in by_django} == {"Not Found: …"}
    assert all(line["request"] and line["method"] == "GET" for line in by_django)


def test_an_ordinary_page_is_told_by_its_name_and_the_account_s_number(written: io.StringIO) -> None:
    situation, client = family_in_charge(), Client()
    client.force_login(cast.user(cast.ANNA))
    client.get(reverse("case", args=[situation.case.pk]), {"q": "Zanzibarri"})
    told = lines(written)[-1]
    assert (told["page"], told["user"], told["status"]) == ("case", cast.user(cast.ANNA).pk, 200)
    assert str(situation.case.pk) not in written.getvalue()


@long_job("zanzibarri")
def _failing(_progress: Any, **arguments: Any) -> str:
    raise RuntimeError(f"{arguments}")


@pytest.mark.django_db(transaction=True)
def test_a_job_that_fails_is_told_without_its_arguments(written: io.StringIO) -> None:
    job = Job.objects.create(
        kind="zanzibarri", title="Zanzibarri", owner=cast.user(cast.ANNA), created_at=NOW
    )
    with pytest.raises(RuntimeError):
        perform_job(job_id=job.pk, arguments={"name": "Zanzibarri"}, at=NOW)
    logging.getLogger("procrastinate.worker").error(
        "Job accanto.run_job[1](name='Zanzibarri') ended with status: Error", extra={"action": "job_error"}
    )
    holds_nobody(written)
    assert any(str(job.pk) in line["said"] for line in lines(written))
    assert lines(written)[-1]["said"].startswith("test_logs:")


def test_words_that_fill_a_message_are_left_out_and_numbers_are_not(written: io.StringIO) -> None:
    log = logging.getLogger("accanto.prova")
    log.warning("row %d of %s: %s", 7, "Zanzibarri", IntegrityError("Zanzibarri"))
    log.warning("already filled with ZNZBRR80A01G713X and zanzibarri@example.org")
    wrong = logging.LogRecord("accanto.prova", 30, __file__, 1, "wrong gaps %d", ("Zanzibarri",), None)
    assert "Zanzibarri" not in StructureFormatter().format(wrong)
    log.warning("by name %(name)s", {"name": "Zanzibarri"})
    log.warning(Person(last_name="Zanzibarri"))
    holds_nobody(written)
    said = [line["said"] for line in lines(written)]
    assert said[:2] == ["row 7 of …: IntegrityError", "already filled with … and …"]
    assert said[2] == "by name …"


def test_the_settings_send_no_reports_and_format_everything_so(settings: Any) -> None:
    assert settings.LOGGING["handlers"]["console"]["formatter"] == "structure"
    assert settings.LOGGING["loggers"]["django"] == {"handlers": [], "level": "WARNING", "propagate": True}
    names = ["", "django", "django.request", "django.server", "django.security"]
    handlers = {type(handler).__name__ for name in names for handler in logging.getLogger(name).handlers}
    assert "AdminEmailHandler" not in handlers
    from django.views.debug import get_exception_reporter_class

    reporter = get_exception_reporter_class(HttpRequest())
    with transaction.atomic():
        assert (
            "Zanzibarri"
            not in reporter(None, ValueError, ValueError("Zanzibarri"), None).get_traceback_text()
        )
