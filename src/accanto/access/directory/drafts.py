"""What was typed in the editor of an entry and not saved, as its forms begin again with it."""

import re
from collections.abc import Mapping
from typing import Any

from accanto.access.directory.forms import PlaceForm

NEW = "entry-new"
_PLACE = re.compile(r"^places-(\d{1,2})-(\w+)$")


def typed_places(typed: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The places of a draft, without those left empty."""
    found: dict[int, dict[str, Any]] = {}
    for name, value in typed.items():
        if told := _PLACE.match(name):
            found.setdefault(int(told[1]), {})[told[2]] = value
    return [_place(found[number]) for number in sorted(found) if _says_something(found[number])]


def version_in(sent: Mapping[str, Any]) -> int:
    """The version of the entry that the writer began on; 0 where nothing says."""
    said = str(sent.get("version", ""))
    return int(said) if said.isdecimal() and len(said) < 10 else 0


def _says_something(place: Mapping[str, Any]) -> bool:
    return any(value for name, value in place.items() if name != "closed_on_holidays")


def _place(said: Mapping[str, Any]) -> dict[str, Any]:
    """A box that was not ticked is not sent: it counts as empty, whatever a new place begins with."""
    return {name: said.get(name, "") for name in (*PlaceForm.base_fields, "DELETE")}
