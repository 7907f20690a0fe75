"""Walking through the pages of a running house as one of the cast, link by link, a few examples of each address."""

import re
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Browser, BrowserContext, Page

from tests.database import ROOT

AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
DESK, PHONE = 1280, 360
EXAMPLES = 2
_HEIGHT = 900
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/)\d+(?=/|$)")
_FILES = re.compile(
    r"^/documenti/|^/indicatori/(foglio|stampa)/|/(originale|rifiutate)/|formato=|\.(pdf|xlsx|csv|ods)$"
)
_NOT_PAGES = re.compile(r"^/static/|/logout/")


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


class Walker:
    """One person after the other. What axe has judged on a phone for one is not judged again for the next; at the
    desk everybody's own version of a page is judged."""

    def __init__(self, browser: Browser, house_url: str) -> None:
        self.browser, self.url = browser, house_url
        self.judged: Counter[tuple[str, int]] = Counter()

    def walk(self, username: str, most: int = 200) -> Walk:
        """Every page that the person can reach by links, looked at on a desk and on a phone."""
        found = Walk()
        with self._someone(username) as (page, errors):
            waiting, known = deque(["/"]), {"/"}
            while waiting and sum(map(len, found.seen.values())) < most:
                address = waiting.popleft()
                examples = found.seen.setdefault(pattern(address), [])
                if len(examples) >= EXAMPLES:
                    continue
                examples.append(address)
                if _FILES.search(address):
                    found.faults += self._file(page, address)
                    continue
                found.faults += self._page(page, address, first=len(examples) == 1)
                found.faults += [f"{address}: console: {text}" for text in errors]
                errors.clear()
                new = [link for link in links_of(page, self.url) if link not in known]
                known.update(new)
                waiting.extend(dict.fromkeys(new))
        return found

    @contextmanager
    def _someone(self, username: str) -> Iterator[tuple[Page, list[str]]]:
        context = self.browser.new_context(locale="it-IT", viewport={"width": DESK, "height": _HEIGHT})
        errors: list[str] = []
        try:
            page = enter(context, self.url, username)
            page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
            page.on("pageerror", lambda error: errors.append(str(error)))
            yield page, errors
        finally:
            context.close()

    def _file(self, page: Page, address: str) -> list[str]:
        answer = page.context.request.get(self.url + address)
        return [] if answer.status == 200 else [f"{address}: answered {answer.status}"]

    def _page(self, page: Page, address: str, *, first: bool) -> list[str]:
        page.set_viewport_size({"width": DESK, "height": _HEIGHT})
        answer = page.goto(self.url + address)
        if answer is None or answer.status != 200:
            return [f"{address}: answered {answer.status if answer else 'nothing'}"]
        faults = []
        for width in (DESK, PHONE):
            page.set_viewport_size({"width": width, "height": _HEIGHT})
            faults += [f"{address} at {width}: {fault}" for fault in overflow(page, width)]
            key = (pattern(address), width)
            if first and (width == DESK or not self.judged[key]):
                self.judged[key] += 1
                faults += [f"{address} at {width}: {describe(one)}" for one in violations(page)]
        return faults


def links_of(page: Page, house_url: str) -> list[str]:
    hrefs: list[str] = page.eval_on_selector_all(
        "a[href]", "links => links.map(link => link.getAttribute('href'))"
    )
    links = []
    for href in hrefs:
        whole = urlsplit(urljoin(page.url, href))
        address = whole.path + (f"?{whole.query}" if whole.query else "")
        if f"{whole.scheme}://{whole.netloc}" == house_url and not _NOT_PAGES.search(address):
            links.append(address)
    return links


def overflow(page: Page, width: int) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth")
    return [f"is {wide} px wide on a screen of {width}"] if wide > width + 1 else []


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
