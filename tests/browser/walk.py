"""Walking through the pages of a running house as one of the cast, link by link, a few examples of each address."""

import re
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Browser, BrowserContext, Page

from tests.database import ROOT

AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
DESK, PHONE = 1280, 360
SCOUTED = 5  # further examples of one address that are read only for the links in them
_HEIGHT = 900
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/)\d+(?=/|$)")
_HREF = re.compile(r"""\b(?:href|data-poll)="([^"]+)\"""")
_FILES = re.compile(
    r"^/documenti/|^/indicatori/(foglio|stampa)/|/(originale|rifiutate)/|^/orientamento/esporta/|/biglietto/pdf/|/risposte/\d+/$|formato=|\.(pdf|xlsx|csv|ods)$"
)
_NOT_PAGES = re.compile(r"^/static/|/logout/")
# What is looked at with several words in the same place: each of them is a page of its own.
_EACH_ITS_OWN = {"assessment_section", "indicator", "project_piece_add", "project_piece_change"}


@dataclass
class Walk:
    """What somebody saw: addresses by the name that the product gives them, and everything wrong, in words."""

    seen: dict[str, list[str]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def name_of(address: str) -> str:
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return address


def kind_of(address: str) -> str:
    """Two addresses of one kind draw the same page with other facts."""
    name = name_of(address)
    return f"{name} {_ID.sub('…', urlsplit(address).path)}" if name in _EACH_ITS_OWN else name


def enter(context: BrowserContext, house_url: str, username: str) -> Page:
    """Log in with the demo's one click."""
    page = context.new_page()
    page.goto(f"{house_url}/conto/login/")
    page.locator(f"form:has(input[name=username][value='{username}']) button").first.click()
    page.wait_for_url(lambda url: "/conto/login/" not in url)  # a student's first page is another
    return page


class Walker:
    """One person after the other. Everybody asks for every kind of page that their links lead to; the first of all to
    meet it judges it with axe, on a desk and on a telephone, and whoever walks thoroughly opens it on a desk too. Kinds
    that differ by a word alone (the sections of an analysis, the indicators) are for the first who meets them."""

    def __init__(self, browser: Browser, house_url: str) -> None:
        self.browser, self.url = browser, house_url
        self.judged: set[str] = set()
        self.visited: set[str] = set()

    def walk(self, username: str, starts: Sequence[str] = ("/",), *, thorough: bool = True) -> Walk:
        with self.sitting(username) as (page, errors):
            return _Path(self, page, errors, starts, thorough=thorough).follow()

    @contextmanager
    def sitting(self, username: str) -> Iterator[tuple[Page, list[str]]]:
        """Somebody at a desk of their own, and what the console says meanwhile."""
        context = self.browser.new_context(locale="it-IT", viewport={"width": DESK, "height": _HEIGHT})
        errors: list[str] = []
        try:
            page = enter(context, self.url, username)
            page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
            page.on("pageerror", lambda error: errors.append(str(error)))
            yield page, errors
        finally:
            context.close()


class _Path:
    """The way of one person through the house."""

    def __init__(
        self, walker: Walker, page: Page, errors: list[str], starts: Sequence[str], *, thorough: bool
    ) -> None:
        self.walker, self.page, self.errors, self.thorough = walker, page, errors, thorough
        self.found = Walk()
        self.starts = frozenset(starts)
        self.known = set(starts)
        self.waiting = deque(starts)
        self.kinds: Counter[str] = Counter()
        self.names: Counter[str] = Counter()

    def follow(self) -> Walk:
        while self.waiting:
            address = self.waiting.popleft()
            kind, name = kind_of(address), name_of(address)
            self.kinds[kind] += 1
            if self.kinds[kind] > 1 or (kind in self.walker.judged and self.names[name]):
                self._scout(address, name)
                continue
            self.names[name] += 1
            self.found.seen.setdefault(name, []).append(address)
            if _FILES.search(address):
                self._ask(address)
            elif kind in self.walker.judged and not self.thorough:
                self._note(self._ours(_HREF.findall(self._ask(address)), address))
            else:
                self._look(address, kind)
            self.found.faults += [f"{address}: console: {text}" for text in self.errors]
            self.errors.clear()
            self.walker.visited.add(name)
        return self.found

    def _scout(self, address: str, name: str) -> None:
        """One more example of what was seen: read for its links, which a situation may offer here and not there."""
        one_more = _ID.search(address) or address in self.starts
        if self.kinds[kind_of(address)] > SCOUTED or _FILES.search(address) or not one_more:
            return
        links = self._ours(_HREF.findall(self._ask(address)), address)
        self._note([link for link in links if not self._met(link)])

    def _met(self, link: str) -> bool:
        return name_of(link) in self.names or name_of(link) in self.walker.visited

    def _ask(self, address: str) -> str:
        """Without drawing it: its text, or nothing and a fault."""
        answer = self.page.context.request.get(self.walker.url + address)
        if answer.status != 200:
            self.found.faults.append(f"{address}: answered {answer.status}")
            return ""
        return "" if _FILES.search(address) else answer.text()

    def _look(self, address: str, kind: str) -> None:
        self.page.set_viewport_size({"width": DESK, "height": _HEIGHT})
        answer = self.page.goto(self.walker.url + address)
        if answer is None or answer.status != 200:
            self.found.faults.append(f"{address}: answered {answer.status if answer else 'nothing'}")
            return
        first = kind not in self.walker.judged
        self.walker.judged.add(kind)
        for width in (DESK, PHONE) if first else (DESK,):
            self.found.faults += [f"{address}: {fault}" for fault in faults_at(self.page, width, axe=first)]
        self._note(self._ours(_hrefs(self.page), self.page.url))

    def _ours(self, hrefs: list[str], here: str) -> Iterator[str]:
        for href in dict.fromkeys(hrefs):
            whole = urlsplit(urljoin(urljoin(self.walker.url, here), href.replace("&amp;", "&")))
            address = whole.path + (f"?{whole.query}" if whole.query else "")
            if f"{whole.scheme}://{whole.netloc}" == self.walker.url and not _NOT_PAGES.search(address):
                yield address

    def _note(self, links: Any) -> None:
        for link in links:
            if link not in self.known:
                self.known.add(link)
                self.waiting.append(link)


def _hrefs(page: Page) -> list[str]:
    found: list[str] = page.eval_on_selector_all(
        "a[href]", "links => links.map(link => link.getAttribute('href'))"
    )
    return found


def faults_at(page: Page, width: int, *, axe: bool) -> list[str]:
    """What is wrong with the open page on a screen of this width."""
    page.set_viewport_size({"width": width, "height": _HEIGHT})
    wide = page.evaluate("document.documentElement.scrollWidth")
    faults = [f"is {wide} px wide on a screen of {width}"] if wide > width + 1 else []
    return faults + [f"at {width} px {describe(one)}" for one in (violations(page) if axe else [])]


def violations(page: Page) -> list[dict[str, Any]]:
    if not page.evaluate("typeof axe !== 'undefined'"):
        page.evaluate(AXE)
    found: list[dict[str, Any]] = page.evaluate(
        "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", RULES
    )["violations"]
    return found


def describe(violation: dict[str, Any]) -> str:
    nodes = "; ".join(str(node["target"][0])[:120] for node in violation["nodes"][:3])
    return f"axe {violation['id']} ({len(violation['nodes'])}×): {nodes}"
