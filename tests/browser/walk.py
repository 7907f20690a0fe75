"""Walking through the pages of a running house as one of the cast, link by link, a few examples of each address."""

import re
from collections import Counter, deque
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Browser, BrowserContext, Page

from tests.database import ROOT

AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EXAMPLES = 2
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/)\d+(?=/|$)")
# Files and ends of a session are not pages.
_NOT_PAGES = re.compile(r"^/(documenti|static)/|formato=|/esporta|\.(pdf|xlsx|csv|ods)$|/logout/")


@dataclass
class Walk:
    """What was seen: addresses by pattern, and everything wrong, in words."""

    seen: dict[str, list[str]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def pattern(address: str) -> str:
    return _ID.sub("…", urlsplit(address).path)


def enter(context: BrowserContext, house_url: str, username: str) -> Page:
    """Log in with the demo's one click."""
    page = context.new_page()
    page.goto(f"{house_url}/conto/login/")
    page.locator(f"form:has(input[name=username][value='{username}']) button").first.click()
    page.wait_for_url(f"{house_url}/")
    return page


def walk(browser: Browser, house_url: str, username: str, width: int, most: int = 90) -> Walk:
    """Every page that the person can reach by links, each checked by axe, for console errors and for overflow."""
    found = Walk()
    context = browser.new_context(locale="it-IT", viewport={"width": width, "height": 900})
    page = enter(context, house_url, username)
    errors: list[str] = []
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    waiting, counts = deque(["/"]), Counter[str]()
    known = {"/"}
    while waiting and sum(counts.values()) < most:
        address = waiting.popleft()
        kind = pattern(address)
        if counts[kind] >= EXAMPLES:
            continue
        counts[kind] += 1
        found.seen.setdefault(kind, []).append(address)
        answer = page.goto(house_url + address)
        if answer is None or answer.status != 200:
            found.faults.append(f"{address}: answered {answer.status if answer else 'nothing'}")
            continue
        found.faults += [f"{address}: {fault}" for fault in faults_of(page, width)]
        found.faults += [f"{address}: console: {text}" for text in errors]
        errors.clear()
        for link in links_of(page, house_url):
            if link not in known:
                known.add(link)
                waiting.append(link)
    context.close()
    return found


def links_of(page: Page, house_url: str) -> list[str]:
    hrefs: list[str] = page.eval_on_selector_all(
        "a[href]", "links => links.map(link => link.getAttribute('href'))"
    )
    links = []
    for href in hrefs:
        whole = urlsplit(urljoin(page.url, href))
        if f"{whole.scheme}://{whole.netloc}" != house_url or _NOT_PAGES.search(
            whole.path + "?" + whole.query
        ):
            continue
        links.append(whole.path + (f"?{whole.query}" if whole.query else ""))
    return links


def faults_of(page: Page, width: int) -> list[str]:
    faults = [describe(violation) for violation in violations(page)]
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > width + 1:
        faults.append(f"is {wide} px wide on a screen of {width}")
    return faults


def violations(page: Page) -> list[dict[str, Any]]:
    page.evaluate(AXE)
    found: list[dict[str, Any]] = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)[
        "violations"
    ]
    return found


def describe(violation: dict[str, Any]) -> str:
    nodes = "; ".join(str(node["target"][0])[:120] for node in violation["nodes"][:3])
    return f"axe {violation['id']} ({len(violation['nodes'])}×): {nodes}"


def shoot(page: Page, file: Path) -> None:
    page.screenshot(path=str(file), full_page=True)
