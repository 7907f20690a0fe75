"""The door, in a real browser, in a house that is not the demonstration: what somebody sees who logs in."""

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests import cast
from tests.browser.walk import faults_at
from tests.database import EYES_OF_TESTS
from tests.house import House, open_house
from tests.territory.entering import PASSWORD, code_now
from tests.territory.oidc_provider import CLIENT, FISCAL, LEVEL_2, SECRET, Provider, running_provider

pytestmark = pytest.mark.browser
SHOTS = os.environ.get("ACCANTO_SHOTS")
_PREPARE = f"""
from accanto.territory.staff.models import User
from tests.scenarios import family_in_charge
for user in User.objects.all():
    user.set_password("{PASSWORD}")
    user.save()
User.objects.filter(username="{cast.LUCA}").update(fiscal_code="CMPLCU85A01G713X")
User.objects.filter(username="{cast.PAOLO}").update(fiscal_code="SSTPLA80A01G713X")
print(family_in_charge().case.pk)
"""
_AGE = """
from django.contrib.sessions.backends.db import SessionStore
from accanto.foundation.entrance.models import EntrySession
for row in EntrySession.objects.filter(user__username="{username}", ended_at=None):
    session = SessionStore(row.key)
    session["seen_at"] -= {seconds}
    session.save()
"""


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with running_provider() as running:
        running.person = {"sub": "luca", FISCAL: "TINIT-CMPLCU85A01G713X"}
        yield running


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory, provider: Provider) -> Iterator[House]:
    told = {
        "ACCANTO_TEST_DEMO": "0",
        "ACCANTO_OIDC_ISSUER": provider.issuer,
        "ACCANTO_OIDC_CLIENT_ID": CLIENT,
        "ACCANTO_OIDC_CLIENT_SECRET": SECRET,
        "ACCANTO_OIDC_NAME": "l’accesso del Comune",
        "ACCANTO_OIDC_ACR": LEVEL_2,
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, value in told.items():
            patch.setenv(name, value)
        with open_house(tmp_path_factory.mktemp("guarded")) as house:
            yield house


@pytest.fixture(scope="module")
def case(guarded: House) -> str:
    """Everybody has a password, and there is a family in charge; gives the number of its case."""
    arranging = replace(guarded, surroundings={**guarded.surroundings, "PGOPTIONS": EYES_OF_TESTS})
    return arranging.accanto("shell", "--no-imports", "-c", _PREPARE).split()[-1]


def give(page: Page, house: House, username: str, password: str = PASSWORD) -> None:
    page.goto(f"{house.url}/conto/login/")
    fill(page, username, password)


def fill(page: Page, username: str, password: str = PASSWORD) -> None:
    page.locator("input[name=login]").fill(username)
    page.locator("input[name=password]").fill(password)
    page.get_by_role("button", name="Entra", exact=True).click()


def age(house: House, username: str, seconds: int) -> None:
    """As if nothing had come from the person for so long."""
    house.accanto("shell", "--no-imports", "-c", _AGE.format(username=username, seconds=seconds))


def judge(page: Page, name: str) -> None:
    """Fit for a desk and for a telephone, and for who cannot see it."""
    found = []
    for width in (1280, 360):
        found += faults_at(page, width, axe=True)
        if SHOTS:
            page.screenshot(path=str(Path(SHOTS) / f"{name}-{width}.png"), full_page=True)
    page.set_viewport_size({"width": 1280, "height": 900})
    assert found == []


def another(browser: Browser) -> BrowserContext:
    return browser.new_context(locale="it-IT", viewport={"width": 1280, "height": 900})


def test_five_wrong_passwords_close_the_door_for_a_while(browser: Browser, guarded: House, case: str) -> None:
    context = another(browser)  # the answer 429 is told on its console
    page = context.new_page()
    for _ in range(5):
        give(page, guarded, cast.SARA, "sbagliata sbagliata")
        expect(page.get_by_text("Il nome o la password non sono giusti")).to_be_visible()
    judge(page, "wrong")
    fill(page, cast.SARA)
    expect(page.get_by_role("heading", name="Troppi tentativi")).to_be_visible()
    judge(page, "closed-door")
    context.close()


def test_who_sees_much_chooses_a_second_step_and_enters_with_it(
    page: Page, guarded: House, case: str
) -> None:
    give(page, guarded, cast.CARLA)
    expect(page.get_by_role("heading", name="Ancora un passo, una volta sola")).to_be_visible()
    judge(page, "second-step-start")
    page.goto(f"{guarded.url}/personale/")
    page.get_by_role("link", name="Usa il telefono").click()
    page.get_by_text("Non riesco a inquadrarlo").click()
    secret = page.locator("details .ac-mono").inner_text().strip()
    judge(page, "second-step-telephone")
    page.locator("input[name=code]").fill(code_now(secret))
    page.get_by_role("button", name="Attiva il secondo passo").click()
    expect(page.get_by_role("heading", name="Codici di scorta")).to_be_visible()
    judge(page, "spare-codes")
    page.get_by_role("link", name="Li ho: vai al lavoro").click()
    expect(page.locator("h1")).to_be_visible()
    page.goto(f"{guarded.url}/conto/sicurezza/")
    judge(page, "security")
    page.get_by_role("link", name="Cambia la password").click()
    judge(page, "password")
    page.goto(f"{guarded.url}/conto/reauthenticate/?next=/")
    judge(page, "confirm")
    page.goto(guarded.url)
    page.locator("details.ac-me summary").click()
    page.locator("details.ac-me").get_by_role("button", name="Esci").click()
    expect(page.get_by_role("heading", name="Sei uscito da Accanto")).to_be_visible()
    judge(page, "logged-out")
    give(page, guarded, cast.CARLA)
    expect(page.get_by_role("heading", name="Secondo passo")).to_be_visible()
    judge(page, "second-step")
    page.get_by_text("Torna indietro").click()


def test_through_the_body_and_back(page: Page, guarded: House, case: str, provider: Provider) -> None:
    page.goto(f"{guarded.url}/scadenze/")
    judge(page, "log-in")
    page.get_by_role("link", name="Entra con l’accesso del Comune").click()
    expect(page).to_have_url(f"{guarded.url}/scadenze/")
    page.locator("details.ac-me summary").click()
    page.locator("details.ac-me").get_by_role("button", name="Esci").click()
    expect(page.get_by_role("link", name="Entra di nuovo")).to_be_visible()
    assert provider.left[-1]["client_id"] == CLIENT


def test_the_administrator_sees_how_somebody_enters_and_confirms_before_touching_it(
    page: Page, guarded: House, case: str, provider: Provider
) -> None:
    luca = provider.person
    provider.person = {"sub": "paolo", FISCAL: "TINIT-SSTPLA80A01G713X"}
    page.goto(f"{guarded.url}/conto/oidc/ente/login/?next=/personale/?q=Prova")
    page.get_by_role("link", name="Anna Prova").first.click()
    expect(page.get_by_role("heading", name="Come entra")).to_be_visible()
    judge(page, "operator")
    page.get_by_role("link", name="Nuovo ruolo").click()
    judge(page, "role")
    provider.person = luca


def test_a_passkey_is_added_and_opens_the_door_without_a_password(
    browser: Browser, guarded: House, case: str
) -> None:
    """A real ceremony, with an authenticator that Chromium plays; passkeys belong to a name, not to an address."""
    here = guarded.url.replace("127.0.0.1", "localhost")
    context = another(browser)
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
    always = {"hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": {**options, **always}})
    page.goto(f"{here}/conto/login/")
    fill(page, cast.NADIA)
    page.get_by_role("link", name="Usa una passkey").click()
    judge(page, "passkey-add")
    page.locator("input[name=passwordless]").check()
    page.get_by_role("button", name="Aggiungi").click()
    expect(page.get_by_role("heading", name="Codici di scorta")).to_be_visible()
    page.goto(f"{here}/conto/2fa/webauthn/")
    judge(page, "passkeys")
    page.goto(f"{here}/conto/reauthenticate/?next=/")
    page.get_by_role("link", name="Con una passkey").click()
    judge(page, "passkey-confirm")
    page.get_by_role("button", name="Usa una passkey").click()
    expect(page).to_have_url(f"{here}/")
    page.locator("details.ac-me summary").click()
    page.locator("details.ac-me").get_by_role("button", name="Esci").click()
    page.get_by_role("link", name="Entra di nuovo").click()
    page.get_by_role("button", name="Entra con una passkey").click()
    expect(page).to_have_url(f"{here}/")
    context.close()


def test_one_closes_the_session_of_another_device(browser: Browser, guarded: House, case: str) -> None:
    desk, telephone = another(browser), another(browser)
    here, there = desk.new_page(), telephone.new_page()
    give(here, guarded, cast.GIULIA)
    give(there, guarded, cast.GIULIA)
    here.goto(f"{guarded.url}/conto/sicurezza/")
    rows = here.locator("tbody tr")
    expect(rows).to_have_count(2)
    rows.get_by_role("button", name=re.compile("^Chiudi")).click()
    expect(here.get_by_text("Chiusa: quel dispositivo dovrà entrare di nuovo.")).to_be_visible()
    there.reload()
    expect(there).to_have_url(re.compile("/conto/login/"))
    desk.close()
    telephone.close()


def test_after_a_pause_one_is_back_with_every_word(page: Page, guarded: House, case: str) -> None:
    give(page, guarded, cast.ANNA)
    page.clock.install()
    page.goto(f"{guarded.url}/casi/{case}/")
    note = page.locator("form[data-autosave] textarea").first
    note.fill("La signora ha chiamato: torna giovedì con il figlio.")
    page.clock.run_for(4_000)
    expect(page.locator("[data-saved]").first).to_contain_text("Bozza salvata")
    note.fill("La signora ha chiamato: torna giovedì con il figlio. Portare il modulo.")
    page.clock.run_for(
        4_000
    )  # the draft is on its way before the pause begins: it would open the session anew
    page.wait_for_load_state("networkidle")
    age(guarded, cast.ANNA, 28 * 60 + 10)
    page.clock.fast_forward(28 * 60_000 + 2_000)
    page.clock.run_for(2_000)
    expect(page.get_by_role("heading", name="Ci sei ancora?")).to_be_visible()
    judge(page, "lapse")
    page.get_by_role("button", name="Sono qui").click()
    expect(page.get_by_role("heading", name="Ci sei ancora?")).to_be_hidden()
    age(guarded, cast.ANNA, 31 * 60)
    page.clock.fast_forward(31 * 60_000)
    page.clock.run_for(2_000)
    expect(page).to_have_url(re.compile("/conto/login/.*chiusa=idle"))
    judge(page, "log-in-after-a-pause")
    fill(page, cast.ANNA)
    expect(page).to_have_url(f"{guarded.url}/casi/{case}/")
    expect(page.locator("form[data-autosave] textarea").first).to_have_value(
        "La signora ha chiamato: torna giovedì con il figlio. Portare il modulo."
    )


def test_a_form_sent_after_the_pause_comes_back_as_it_was(page: Page, guarded: House, case: str) -> None:
    """Also where nothing is kept by the server: the laptop slept, and the page did not know."""
    give(page, guarded, cast.ANNA)
    page.goto(f"{guarded.url}/casi/{case}/chiudi/")
    reason = page.locator("main form textarea").first
    reason.fill("La famiglia si è trasferita a Prato.")
    age(guarded, cast.ANNA, 31 * 60)
    page.locator("main form [data-primary], main form button[type=submit]").last.click()
    expect(page).to_have_url(re.compile("/conto/login/.*chiusa=idle"))
    fill(page, cast.ANNA)
    expect(page.locator("main form textarea").first).to_have_value("La famiglia si è trasferita a Prato.")
