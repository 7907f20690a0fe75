"""What changed from one frozen version to the next, in sentences."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accanto.casework.projects.queries.content import Content


@dataclass(frozen=True)
class Difference:
    """`verb` is added, removed or changed; `before` is empty for what was added."""

    verb: str
    what: str
    before: str
    after: str

    @property
    def sign(self) -> str:
        return {"added": "+", "removed": "−", "changed": "~"}[self.verb]

    @property
    def verb_words(self) -> str:
        return {"added": _("added"), "removed": _("taken away"), "changed": _("changed")}[self.verb]


def differences(old: Content, new: Content) -> list[Difference]:
    """By identity of the piece: a goal said in other words is changed, not replaced."""
    return [
        *_single(_("Summary"), old.get("summary", ""), new.get("summary", "")),
        *_pieces(_("Goal"), _goals(old), _goals(new)),
        *_pieces(_("Action"), _actions(old), _actions(new)),
        *_pieces(_("Commitment"), _commitments(old), _commitments(new)),
        *_pieces(_("Support"), _supports(old), _supports(new)),
        *_pieces(_("Signature"), _parties(old), _parties(new)),
    ]


def _single(what: str, before: str, after: str) -> Iterator[Difference]:
    if before != after:
        verb = "changed" if before and after else "added" if after else "removed"
        yield Difference(verb, what, before, after)


def _pieces(what: str, old: dict[Any, str], new: dict[Any, str]) -> Iterator[Difference]:
    for key in [*old, *(key for key in new if key not in old)]:
        yield from _single(what, old.get(key, ""), new.get(key, ""))


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _goals(content: Content) -> dict[Any, str]:
    return {
        goal["id"]: _joined(goal["text"], goal["expected_result"], goal["expected_by_words"])
        for goal in content.get("goals", [])
    }


def _actions(content: Content) -> dict[Any, str]:
    return {
        action["id"]: _joined(action["who"], action["text"], action["due_words"])
        for goal in content.get("goals", [])
        for action in goal["actions"]
    }


def _commitments(content: Content) -> dict[Any, str]:
    return {piece["id"]: _joined(piece["name"], piece["text"]) for piece in content.get("commitments", [])}


def _supports(content: Content) -> dict[Any, str]:
    return {
        piece["id"]: _joined(
            piece["service"],
            piece["for_whom"],
            piece["quantity"],
            piece["period"],
            piece["fund"],
            piece["plan_line"],
        )
        for piece in content.get("supports", [])
    }


def _parties(content: Content) -> dict[Any, str]:
    return {
        piece["id"]: _joined(piece["name"], piece["role"], piece.get("signs", ""))
        for piece in content.get("parties", [])
    }
