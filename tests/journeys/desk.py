"""Somebody at a screen of a running house: what a hand can do there, and what must not happen meanwhile."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page, Response

from tests.house import House

# Waits are on conditions; this is when a condition is given up, on a machine that does other work too.
PATIENCE_MS = 20_000
_FAILED_LOAD = "Failed to load resource"
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def spoken(name: str) -> re.Pattern[str]:
    """A name as Chromium says it: before a word that only screen readers hear there is a space."""
    return re.compile(re.escape(name).replace(":", r"\s?:"), re.IGNORECASE)


@dataclass
class Desk:
    """`foreseen`: statuses from 400 on that the journey provokes on purpose."""

    house: House
    username: str
    context: BrowserContext
    page: Page
    foreseen: set[int] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)
    refusals: list[tuple[int, str]] = field(default_factory=list)

    @classmethod
    def of(
        cls, browser: Browser, house: House, username: str, *, enter: bool = True, **screen: Any
    ) -> "Desk":
        context = browser.new_context(
            locale="it-IT",
            timezone_id="Europe/Rome",
            reduced_motion="reduce",
            **{"viewport": {"width": 1280, "height": 900}, **screen},
        )
        context.set_default_timeout(PATIENCE_MS)
        desk = cls(house, username, context, context.new_page())
        desk.page.on("console", lambda said: desk._heard(said.type, said.text))
        desk.page.on("pageerror", lambda error: desk.errors.append(str(error)))
        desk.page.on("response", desk._answered)
        if enter:
            desk.enter()
        return desk

    def _heard(self, kind: str, text: str) -> None:
        if kind == "error" and not text.startswith(_FAILED_LOAD):
            self.errors.append(text)

    def _answered(self, answer: Response) -> None:
        if answer.status >= 400:
            self.refusals.append((answer.status, answer.url.removeprefix(self.house.url)))

    def faults(self) -> list[str]:
        """Errors in the console, and refusals that nobody foresaw."""
        refused = [f"{status} at {where}" for status, where in self.refusals if status not in self.foreseen]
        return self.errors + refused

    def enter(self) -> None:
        """One click on one's own name, on the entrance of the demonstration."""
        self.open("/conto/login/")
        self.enter_here()
        self.page.wait_for_url(f"{self.house.url}/")

    def enter_here(self) -> None:
        self.page.locator(f"form:has(input[name=username][value='{self.username}']) button").click()

    # Going about

    def open(self, path: str) -> int:
        """Give the address; tells the status of the answer."""
        answer = self.page.goto(self.house.url + path)
        assert answer is not None
        return answer.status

    def follow(self, name: str, *, within: str = "main") -> None:
        self.page.locator(within).get_by_role("link", name=spoken(name)).first.click()

    def press(self, name: str, *, within: str = "main") -> None:
        self.page.locator(within).get_by_role("button", name=spoken(name)).first.click()

    def agree(self) -> None:
        """Say yes in the dialog that asks to confirm."""
        self.page.locator("#ac-dialog-yes").click()

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.house.url)

    def id_here(self) -> str:
        """The identifier in the address of the page."""
        found = ID.search(self.path)
        assert found is not None, f"{self.path} names nothing"
        return found.group()

    # Reading

    def sees(self, text: str, *, within: str = "main") -> None:
        self.page.locator(within).get_by_text(text).first.wait_for()

    def heading(self, text: str) -> None:
        self.page.get_by_role("heading", level=1, name=text).wait_for()

    def reads(self, *, within: str = "main") -> str:
        return self.page.locator(within).inner_text()

    def file(self, name: str) -> bytes:
        """What stands behind the link, fetched with this person's session."""
        href = self.page.locator("main").get_by_role("link", name=name).first.get_attribute("href")
        assert href
        answer = self.context.request.get(self.house.url + href)
        assert answer.status == 200, f"{href}: {answer.status}"
        return answer.body()

    def status_of(self, path: str) -> int:
        """What the address answers to this person, without leaving the page."""
        return self.context.request.get(self.house.url + path, max_redirects=0).status

    # Writing

    def labelled(self, label: str, *, within: str = "main") -> Locator:
        """The control whose label begins with these words («Alle» is not «Dalle»)."""
        return self.page.locator(within).get_by_label(re.compile(rf"^\s*{re.escape(label)}")).first

    def field(self, name: str, *, within: str = "main") -> Locator:
        """A control of a form by its name, where there is no label to read."""
        return self.page.locator(within).locator(f"[name='{name}']")

    def write(self, label: str, text: str, *, within: str = "main") -> None:
        self.labelled(label, within=within).fill(text)

    def write_day(self, label: str, day: date, *, within: str = "main") -> None:
        self.write(label, day.isoformat(), within=within)

    def write_moment(self, label: str, moment: datetime, *, within: str = "main") -> None:
        self.write(label, moment.strftime("%Y-%m-%dT%H:%M"), within=within)

    def choose(self, label: str, option: str, *, within: str = "main") -> None:
        """An entry of a drop-down list, by the words that it begins with."""
        control = self.labelled(label, within=within)
        entry = control.locator("option").filter(has_text=re.compile(rf"^\s*{re.escape(option)}"))
        control.select_option(entry.first.get_attribute("value"))

    def tick(self, name: str, value: str, *, within: str = "main") -> None:
        """A round or square box by what it sends."""
        self.page.locator(within).locator(f"[name='{name}'][value='{value}']").check()

    def pick(self, group: str, option: str, *, within: str = "main") -> None:
        """One pill of a group, by its words."""
        asked = self.page.locator(within).get_by_role("group", name=group).first
        asked.get_by_label(option, exact=True).check()

    def draw_signature(self) -> None:
        """Three strokes on the white space, with the mouse or, on a screen that is touched, with a finger."""
        pad = self.page.locator("[data-signature-pad]")
        pad.scroll_into_view_if_needed()
        box = pad.bounding_box()
        assert box is not None
        stroke = (
            self._finger() if self.page.evaluate("matchMedia('(pointer: coarse)').matches") else self._mouse
        )
        for left in (0.2, 0.4, 0.6):
            stroke(
                [
                    (
                        box["x"] + box["width"] * (left + step / 25),
                        box["y"] + box["height"] * (0.7 - (step % 3) / 6),
                    )
                    for step in range(6)
                ]
            )
        self.page.locator("[data-signature-status]").get_by_text("Firma tracciata").wait_for()

    def _mouse(self, points: list[tuple[float, float]]) -> None:
        hand = self.page.mouse
        hand.move(*points[0])
        hand.down()
        for point in points[1:]:
            hand.move(*point)
        hand.up()

    def _finger(self) -> Callable[[list[tuple[float, float]]], None]:
        """Real touches, which the browser may take for scrolling where a page forgets to forbid it."""
        wire = self.context.new_cdp_session(self.page)

        def stroke(points: list[tuple[float, float]]) -> None:
            for kind, touching in [
                ("touchStart", points[0]),
                *(("touchMove", point) for point in points[1:]),
            ]:
                spot = [{"x": touching[0], "y": touching[1]}]
                wire.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": spot})
            wire.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

        return stroke
