"""Hands that use only the keyboard, and look at every step where the focus is."""

import time
from dataclasses import dataclass

from playwright.sync_api import Error

from tests.journeys.desk import PATIENCE_MS, Desk

# Where the focus is: what it is called, and whether an outline is drawn on it, on the label that stands for it (pills)
# or on the box around it (search). The page itself may hold the focus after the skip link: it is not pressed.
_FOCUS = """() => {
  const here = document.activeElement;
  const drawn = (element) => {
    const style = getComputedStyle(element);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && parseFloat(style.opacity) > 0;
  };
  const page = here === document.body || here.id === "page";
  const around = [here, here.nextElementSibling, here.closest(".ac-search-box")].filter(Boolean);
  const box = here.getBoundingClientRect();
  const said = (element) => {
    const copy = element.cloneNode(true);
    copy.querySelectorAll("[aria-hidden=true], option").forEach((silent) => silent.remove());
    return copy.textContent;
  };
  const name = here.getAttribute("aria-label") || said(here.labels?.[0] || here);
  return {
    name: name.replace(/\\s+/g, " ").trim(),
    kind: here.tagName.toLowerCase(),
    field: here.name || "",
    page,
    shown: page || around.some(drawn),
    inside: page || (box.bottom > 0 && box.top < innerHeight && box.width > 0),
  };
}"""
_ENOUGH = 120


@dataclass(frozen=True)
class Focus:
    name: str
    kind: str
    field: str
    page: bool
    shown: bool
    inside: bool


@dataclass
class Keys:
    desk: Desk

    def focus(self) -> Focus:
        return Focus(**self.desk.page.evaluate(_FOCUS))

    def press(self, key: str) -> Focus:
        """One key; afterwards the focus can be seen and is on the screen."""
        self.desk.page.keyboard.press(key)
        return self.look()

    def look(self) -> Focus:
        here = self.focus()
        assert here.shown, f"no outline on {here.kind} «{here.name}» of {self.desk.path}"
        assert here.inside, f"{here.kind} «{here.name}» of {self.desk.path} has the focus out of sight"
        return here

    def tab_to(self, name: str = "", *, kind: str = "", field: str = "", within: str = "body") -> Focus:
        """Tab until the focus stands on what is called so (its name begins so) or on the field of a form.

        :param within: CSS of what it stands in, where a page has two things of that name.
        """
        for _step in range(_ENOUGH):
            here = self.press("Tab")
            named = here.name.startswith(name) if name else bool(field)
            if (
                named
                and self._stands_in(within)
                and (not kind or here.kind == kind)
                and (not field or here.field == field)
            ):
                return here
        raise AssertionError(f"Tab does not reach «{name or field}» on {self.desk.path}")

    def _stands_in(self, within: str) -> bool:
        return bool(self.desk.page.evaluate("(css) => !!document.activeElement.closest(css)", within))

    def until(self, truth: str) -> None:
        """Wait until something holds in the page; asked from outside, because the page's policy forbids `eval`."""
        end = time.monotonic() + PATIENCE_MS / 1000
        while not self._true(truth):
            assert time.monotonic() < end, f"never true on {self.desk.path}: {truth}"
            self.desk.page.wait_for_timeout(50)

    def _true(self, truth: str) -> bool:
        try:
            return bool(self.desk.page.evaluate(truth))
        except Error as error:
            if "context was destroyed" not in str(error):
                raise
            return False  # between one page and the next

    def type(self, text: str) -> None:
        self.desk.page.keyboard.type(text)
        self.look()
