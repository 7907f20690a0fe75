"""Every form that posts carries the token that makes it registered once, or is named here with the reason."""

import re
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src" / "accanto"

# Doing it twice leaves things as doing it once. Each: where, and a piece of the form by which it is known.
IDEMPOTENT = {
    (
        "assessment/section.html",
        'id="answers"',
    ): "an answer is written over its version, and stays on the page",
    ("account/login.html", "login_url"): "nobody has entered yet, and a second log-in changes nothing",
    ("account/login.html", "demo_login"): "as above",
    (
        "account/password_change.html",
        "action_url",
    ): "the present password is asked, and is another after the first",
    ("account/reauthenticate.html", "action_url"): "confirming twice is confirming",
    ("mfa/reauthenticate.html", "action_url"): "as above",
    ("entrance/confirm_demo.html", "data-plain"): "as above",
    ("mfa/authenticate.html", "action_url"): "nobody has entered yet, and a second log-in changes nothing",
    ("mfa/authenticate.html", "logout_url"): "leaving twice is leaving",
    (
        "mfa/totp/activate_form.html",
        "action_url",
    ): "one telephone to an account: the second time it is there already",
    ("mfa/webauthn/add_form.html", "action_url"): "the browser's answer holds for one question only",
    ("mfa/webauthn/reauthenticate.html", "action_url"): "confirming twice is confirming",
    ("mfa/webauthn/authenticator_confirm_delete.html", "action_url"): "what is gone is gone",
    ("staff/second_step_start.html", "data-logout"): "leaving twice is leaving",
    ("staff/security.html", "data-logout"): "as above",
    ("base_plain.html", "language_url"): "the same language twice is the same language",
    ("parts/bar.html", "language_url"): "as above",
    ("parts/bar.html", "logout_url"): "leaving twice is leaving",
    ("notifications/list.html", "notifications_read"): "read twice is read",
    ("notifications/list.html", "notification_open"): "as above",
    ("503.html", "data-by-itself"): "it sends again what was sent, with the token that it carried",
    ("matching/new.html", "data-look"): "looking twice is looking; each search allows one record",
    ("desk/contact.html", "desk_slip"): "a slip printed twice is the same slip",
    ("record/dossier.html", 'id="dossier"'): "two copies are two papers, and each is written down",
    ("gallery.html", 'id="note"'): "a sample that registers nothing",
}


def forms() -> dict[tuple[str, int], str]:
    found = {}
    for path in sorted(SOURCE.rglob("*.html")):
        name = path.as_posix().rpartition("/templates/")[2]
        if name.startswith("allauth/"):  # its tag draws the forms of accounts, whose addresses are not ours
            continue
        text = path.read_text(encoding="utf-8")
        starts = [match.start() for match in re.finditer(r"<form\b[^>]*\bmethod=[\"']post[\"']", text)]
        for number, start in enumerate(starts):
            end = text.find("</form>", start)
            found[name, number] = text[start : end if end >= 0 else len(text)]
    return found


def reasons(name: str, form: str) -> list[str]:
    return [why for (where, piece), why in IDEMPOTENT.items() if where == name and piece in form]


def test_every_form_is_taken_once_or_may_be_taken_twice_for_a_reason() -> None:
    found = forms()
    assert len(found) > 60
    lacking = [key for key, form in found.items() if "{% once %}" not in form and not reasons(key[0], form)]
    assert lacking == []


def test_no_reason_stands_for_a_form_that_is_gone_or_carries_the_token() -> None:
    named = {
        (where, piece)
        for (name, _number), form in forms().items()
        for where, piece in IDEMPOTENT
        if where == name and piece in form and "{% once %}" not in form
    }
    assert named == set(IDEMPOTENT)


def test_one_token_belongs_to_one_form() -> None:
    assert {
        key: form.count("{% once %}") for key, form in forms().items() if form.count("{% once %}") > 1
    } == {}
