"""What every answer tells the browser, whoever gave it; production's own demands; bodies that are too large."""

import os
import re
import secrets
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path, reverse

from accanto.core.web.middleware import public
from accanto.foundation.documents.operations import store_document
from tests import cast
from tests.database import ROOT
from tests.foundation.documents import samples
from tests.scenarios import NOW, family_in_charge

EXPECTED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def broken(_request: HttpRequest) -> HttpResponse:
    raise RuntimeError


urlpatterns = [path("rotta/", public(broken)), path("", public(broken), name="home")]


def anna() -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(cast.user(cast.ANNA))
    return client


def _document() -> HttpResponse:
    situation = family_in_charge()
    document = store_document(
        kind="attachment", title="Referto", content=samples.pdf(), filename="r.pdf", media_type="application/pdf",
        by=situation.anna, at=NOW, context=situation.case.pk,
    )  # fmt: skip
    return anna().get(reverse("document", args=[document.pk]))  # type: ignore[return-value]


def _broken() -> HttpResponse:
    with override_settings(ROOT_URLCONF=__name__):
        return Client(raise_request_exception=False).get("/rotta/")  # type: ignore[return-value]


KINDS: dict[str, tuple[int, Callable[[], HttpResponse]]] = {
    "a page": (200, lambda: anna().get("/")),
    "a part of a page": (200, lambda: anna().get("/casi/", headers={"HX-Request": "true"})),
    "the log-in": (200, lambda: Client().get(reverse("account_login"))),
    "a redirect": (302, lambda: Client().get("/casi/")),
    "a file of a list": (200, lambda: anna().get("/casi/?formato=csv")),
    "a document": (200, _document),
    "not allowed": (403, lambda: anna().get(reverse("outcomes:upload"))),
    "not there": (404, lambda: anna().get("/niente/")),
    "wrong method": (405, lambda: anna().post("/")),
    "unreadable": (400, lambda: anna().get("/?q=%00")),
    "unknown host": (400, lambda: Client(raise_request_exception=False).get("/", HTTP_HOST="example.com")),
    "no token": (403, lambda: Client(enforce_csrf_checks=True).post(reverse("account_login"))),
    "too large": (413, lambda: anna().generic("POST", "/casi/", b"", CONTENT_LENGTH=str(1024**3))),
    "a fault": (500, _broken),
    "data for the page": (200, lambda: anna().post(reverse("draft_save", args=["nota"]), {"text": "x"})),
    "a static file": (200, lambda: Client().get("/static/accanto/accanto.css")),
    "health": (200, lambda: Client().get("/health")),
}  # type: ignore[dict-item]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_answer_is_guarded(kind: str) -> None:
    status, ask = KINDS[kind]
    answer = ask()
    answer.getvalue()
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in EXPECTED} == EXPECTED
    assert "geolocation=()" in answer["Permissions-Policy"]
    assert re.fullmatch(r"[0-9a-f]{16}", answer["X-Request-ID"])
    policy = answer["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy
    if kind != "a document":
        assert "unsafe" not in policy
        assert {"default-src 'self'", "object-src 'none'", "base-uri 'none'", "form-action 'self'"} <= set(
            policy.split("; ")
        )


@pytest.mark.django_db
def test_the_document_is_kept_by_nobody_and_runs_nothing() -> None:
    answer = _document()
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer["Content-Disposition"] == "inline; filename*=UTF-8''referto.pdf"
    assert int(answer["Content-Length"]) == len(b"".join(answer))  # type: ignore[arg-type]


@pytest.mark.django_db
def test_what_one_saw_is_not_kept_for_the_next_at_the_same_desk() -> None:
    assert anna().get("/casi/")["Cache-Control"] == "private, no-store"


@pytest.mark.django_db
def test_scripts_of_a_page_carry_the_nonce_of_its_policy_or_are_files() -> None:
    for page in ("/", "/casi/", reverse("search")):
        answer = anna().get(page)
        nonces = set(re.findall(r"'nonce-([^']+)'", answer["Content-Security-Policy"]))
        for tag in re.findall(r"<(?:script|style)\b[^>]*>", answer.content.decode()):
            inline = "src=" not in tag and 'type="application/json"' not in tag
            assert not inline or any(f'nonce="{nonce}"' in tag for nonce in nonces), tag
        assert (
            re.search(r"\son[a-z]+=|style=", answer.content.decode().split("<body")[1].split(">")[0]) is None
        )


@pytest.mark.django_db
def test_a_gigabyte_is_refused_before_it_is_read_in_words() -> None:
    answer = anna().generic(
        "POST",
        reverse("outcomes:upload"),
        b"",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(1024**3),
    )
    assert answer.status_code == 413
    assert "Si accettano al massimo 20 MB" in answer.content.decode()


# Production.
def production(**given: str) -> subprocess.CompletedProcess[str]:
    # The browser of other tests leaves a word for Django in this process; nobody deploys with it.
    ours = ("ACCANTO_", "DATABASE_", "DJANGO_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    settings = {
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
    }
    command = [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(
        command, cwd=ROOT, env={**kept, **settings, **given}, capture_output=True, text=True, check=False
    )


def good() -> dict[str, str]:
    return {
        "ACCANTO_SECRET_KEY": secrets.token_urlsafe(48),
        "ACCANTO_ALLOWED_HOSTS": "accanto.example.org",
        "ACCANTO_DOCUMENT_KEYS": f"k1:{b64encode(secrets.token_bytes(32)).decode()}",
    }


def test_the_check_of_what_is_deployed_finds_nothing() -> None:
    done = production(**good())
    assert (done.returncode, "no issues (0 silenced)" in done.stdout + done.stderr) == (0, True), done.stderr


def test_every_secret_may_be_a_file(tmp_path: Path) -> None:
    given = good()
    for name in ("ACCANTO_SECRET_KEY", "ACCANTO_DOCUMENT_KEYS"):
        (tmp_path / name).write_text(given.pop(name) + "\n")
        given[f"{name}_FILE"] = str(tmp_path / name)
    (tmp_path / "url").write_text("postgresql://prova:parola@127.0.0.1/prova")
    done = production(**given, DATABASE_URL_FILE=str(tmp_path / "url"))
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("spoilt", "said"),
    [
        ({"ACCANTO_SECRET_KEY": ""}, "ACCANTO_SECRET_KEY is missing"),
        ({"ACCANTO_SECRET_KEY": "corta"}, "ACCANTO_SECRET_KEY is too simple"),
        ({"ACCANTO_ALLOWED_HOSTS": ""}, "ACCANTO_ALLOWED_HOSTS is missing"),
        ({"ACCANTO_ALLOWED_HOSTS": "*"}, "open to all"),
        ({"ACCANTO_DOCUMENT_KEYS": ""}, "keys of the documents are missing"),
        ({"ACCANTO_DOCUMENT_KEYS": "", "ACCANTO_DOCUMENT_KEYS_FILE": "/nowhere/keys"}, "put them there"),
        ({"ACCANTO_SECRET_KEY_FILE": "/nowhere/key"}, "Both ACCANTO_SECRET_KEY and"),
    ],
)
def test_without_a_secret_it_does_not_start_and_says_which(spoilt: dict[str, str], said: str) -> None:
    done = production(**{**good(), **spoilt})
    last = done.stderr.strip().splitlines()[-1]
    assert (done.returncode != 0, said in last) == (True, True), last


def test_the_secrets_of_a_demonstration_are_its_own_and_its_owner_s(tmp_path: Path) -> None:
    from accanto.core.env import demo_secret

    before = os.environ.get("ACCANTO_HOME")
    found = []
    try:
        for home in ("una", "altra"):
            os.environ["ACCANTO_HOME"] = str(tmp_path / home)
            found.append(demo_secret("secret_key"))
            file = tmp_path / home / "secrets" / "secret_key"
            assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    finally:
        os.environ.pop("ACCANTO_HOME")
        if before is not None:
            os.environ["ACCANTO_HOME"] = before
    assert found[0] != found[1]
