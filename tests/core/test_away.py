"""What is said while the database is away, and what is not taken for it."""

import json
import logging
import sys
from collections.abc import Iterator

import psycopg
import psycopg_pool
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.utils import IntegrityError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from psycopg import errors

from accanto.core.database.away import database_is_away, watch
from accanto.core.web.away import QuietWhileAway, away, server_error


@pytest.fixture(autouse=True)
def found_again() -> Iterator[None]:
    """The watch is one for the whole process: what a test says must not last."""
    yield
    watch._there = True


def _caused(outer: Exception, inner: Exception) -> Exception:
    outer.__cause__ = inner
    return outer


@pytest.mark.parametrize(
    "error",
    [
        psycopg.OperationalError("connection refused"),
        psycopg_pool.PoolTimeout("couldn't get a connection after 5.00 sec"),
        _caused(OperationalError(), psycopg.OperationalError("server closed the connection")),
        _caused(OperationalError(), errors.AdminShutdown()),
        _caused(OperationalError(), errors.CannotConnectNow()),
        _caused(OperationalError(), errors.TooManyConnections()),
        _caused(RuntimeError("while drawing"), _caused(OperationalError(), errors.CrashShutdown())),
        InterfaceError("connection already closed"),
    ],
    ids=lambda error: type(error.__cause__ or error).__name__,
)
def test_a_lost_database_is_recognised_whatever_wraps_it(error: Exception) -> None:
    assert database_is_away(error) is True


@pytest.mark.parametrize(
    "error",
    [
        None,
        ZeroDivisionError(),
        _caused(IntegrityError(), errors.UniqueViolation()),
        _caused(OperationalError(), errors.DeadlockDetected()),
        _caused(OperationalError(), errors.DiskFull()),
        _caused(OperationalError(), errors.LockNotAvailable()),
    ],
    ids=lambda error: type(getattr(error, "__cause__", None) or error).__name__,
)
def test_another_fault_is_not_taken_for_a_lost_database(error: Exception | None) -> None:
    assert database_is_away(error) is False


def test_a_form_stands_on_the_page_ready_to_go_once_and_harmless() -> None:
    sent = {"text": 'Lucia "<script>" & figli', "once": "abcdefghijklmnop", "csrfmiddlewaretoken": "x"}
    answer = away(RequestFactory().post("/casi/1/diario/?mostra=tutto", sent))
    page = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "5", "no-store")
    assert 'value="Lucia &quot;&lt;script&gt;&quot; &amp; figli"' in page
    assert 'action="/casi/1/diario/?mostra=tutto" data-by-itself' in page


def test_a_form_without_its_token_waits_for_a_hand() -> None:
    page = away(RequestFactory().post("/casi/", {"text": "una nota"})).content.decode()
    assert 'value="una nota"' in page
    assert "data-by-itself" not in page


@pytest.mark.parametrize("name", ["password", "new_password1", "passphrase", "otp_code"])
def test_a_password_is_never_written_in_a_page(name: str) -> None:
    page = away(
        RequestFactory().post("/conto/login/", {"login": "anna", name: "segretissima"})
    ).content.decode()
    assert "segretissima" not in page
    assert "vanno dati di nuovo" in page


def test_files_must_be_chosen_again_and_it_says_so() -> None:
    sent = {"title": "Delibera", "file": SimpleUploadedFile("delibera.pdf", b"%PDF")}
    page = away(RequestFactory().post("/casi/1/documenti/", sent)).content.decode()
    assert "<form" not in page
    assert "vanno dati di nuovo" in page


def test_a_script_is_answered_in_its_own_language() -> None:
    answer = away(RequestFactory().get("/bozze/x/", headers={"Accept": "application/json"}))
    assert answer.status_code == 503
    assert list(json.loads(answer.content)) == ["error"]


def test_the_ordinary_fault_keeps_its_own_page() -> None:
    assert _handled(ZeroDivisionError()).status_code == 500
    assert watch.lost is False
    assert _handled(psycopg.OperationalError("gone")).status_code == 503
    assert watch.lost is True


def test_the_log_has_one_line_for_each_refusal_and_keeps_other_traces() -> None:
    for error, kept in ((psycopg.OperationalError("gone"), False), (ZeroDivisionError(), True)):
        record = logging.LogRecord("x", logging.ERROR, "f", 1, "m", (), (type(error), error, None))
        assert QuietWhileAway().filter(record) is True
        assert bool(record.exc_info) is kept


def _handled(error: Exception) -> HttpResponse:
    """As Django calls it: while the error is being handled."""
    request: HttpRequest = RequestFactory().get("/")
    try:
        raise error
    except type(error):
        assert sys.exc_info()[1] is error
        return server_error(request)
