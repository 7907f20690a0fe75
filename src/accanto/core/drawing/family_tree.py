"""A family by generations: who stands where. The same people always stand in the same places, and nobody on another."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain

COLUMN, ROW, RADIUS = 84, 104, 18
_MARGIN = 46
_TOP = 30
_SWEEPS = 4


class Link(StrEnum):
    """`PARENT`, `GUARDIAN`: the first is that of the second; the others go both ways. The last two are no kinship."""

    PARENT = "parent"
    COUPLE = "couple"
    LIVING = "living"  # together without being married
    APART = "apart"
    SIBLING = "sibling"
    GUARDIAN = "guardian"
    CLOSE = "close"


_UNIONS = (Link.COUPLE, Link.LIVING, Link.APART)
ASIDE = (Link.GUARDIAN, Link.CLOSE)
"""Drawn over the family as it stands: they say nothing of generations."""


@dataclass(frozen=True)
class Kin:
    """`main`: the person from whom generations are counted. `outside`: does not live in the household."""

    key: str
    name: str
    sex: str = ""
    age: int | None = None
    deceased: bool = False
    pregnant: bool = False
    main: bool = False
    outside: bool = False
    url: str = ""
    words: str = ""


@dataclass(frozen=True)
class Tie:
    kind: Link
    one: str
    other: str


@dataclass(frozen=True)
class Placed:
    kin: Kin
    x: float
    y: float
    row: int


@dataclass
class Tree:
    """`unions`: pairs of keys with their kind; `children`: keys under the keys of their parents."""

    people: list[Placed] = field(default_factory=list)
    unions: dict[tuple[str, str], Link] = field(default_factory=dict)
    children: dict[tuple[str, ...], list[str]] = field(default_factory=dict)
    width: float = 0
    height: float = 0


def lay_out(people: Sequence[Kin], ties: Sequence[Tie]) -> Tree:
    if not people:
        return Tree()
    order = {one.key: place for place, one in enumerate(people)}
    known = [tie for tie in ties if tie.one in order and tie.other in order and tie.one != tie.other]
    rows = _generations(people, [tie for tie in known if tie.kind not in ASIDE])
    unions = _unions(known, order)
    children = _children(known, order, rows)
    places = _columns(order, rows, unions, children)
    left = min(places.values())
    placed = [
        Placed(one, _MARGIN + (places[one.key] - left) * COLUMN, _TOP + rows[one.key] * ROW, rows[one.key])
        for one in people
    ]
    width = max(one.x for one in placed) + _MARGIN
    return Tree(placed, unions, children, max(width, 180), _TOP + max(rows.values()) * ROW + 50)


def _generations(people: Sequence[Kin], ties: Sequence[Tie]) -> dict[str, int]:
    """Counted from the main person; whoever nothing ties to them stands in their row. The first way found counts."""
    near: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for tie in ties:
        step = 1 if tie.kind is Link.PARENT else 0
        near[tie.one].append((tie.other, step))
        near[tie.other].append((tie.one, -step))
    first = next((one.key for one in people if one.main), people[0].key)
    rows: dict[str, int] = {}
    for start in [first, *(one.key for one in people)]:
        if start in rows:
            continue
        rows[start] = 0
        waiting = [start]
        while waiting:
            here = waiting.pop(0)
            for there, step in near[here]:
                if there not in rows:
                    rows[there] = rows[here] + step
                    waiting.append(there)
    highest = min(rows.values())
    # Rows without anybody are left out.
    used = {row: place for place, row in enumerate(sorted({row - highest for row in rows.values()}))}
    return {key: used[row - highest] for key, row in rows.items()}


def _unions(ties: Sequence[Tie], order: dict[str, int]) -> dict[tuple[str, str], Link]:
    found: dict[tuple[str, str], Link] = {}
    for tie in ties:
        if tie.kind in _UNIONS:
            one, other = sorted((tie.one, tie.other), key=order.__getitem__)
            found[one, other] = tie.kind
    return found


def _children(
    ties: Sequence[Tie], order: dict[str, int], rows: dict[str, int]
) -> dict[tuple[str, ...], list[str]]:
    """Half-siblings stand under different parents; of more than two parents the first two are drawn together."""
    parents: dict[str, list[str]] = defaultdict(list)
    for tie in ties:
        if tie.kind is Link.PARENT and tie.one not in parents[tie.other] and rows[tie.one] < rows[tie.other]:
            parents[tie.other].append(tie.one)
    found: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for child in sorted(parents, key=order.__getitem__):
        chosen = sorted(parents[child], key=order.__getitem__)
        if chosen:
            found[tuple(chosen[:2])].append(child)
    return dict(found)


def _columns(
    order: dict[str, int],
    rows: dict[str, int],
    unions: dict[tuple[str, str], Link],
    children: dict[tuple[str, ...], list[str]],
) -> dict[str, float]:
    """In each row couples stand beside one another and everybody as near as can be to parents and children.

    Swept down and up a few times; a place is never nearer than one column to the next.
    """
    groups = _groups(order, rows, unions)
    places = {key: float(n) for row in groups.values() for n, key in enumerate(chain.from_iterable(row))}
    above: dict[str, list[str]] = defaultdict(list)
    below: dict[str, list[str]] = defaultdict(list)
    for parents, heirs in children.items():
        for heir in heirs:
            above[heir] += parents
            for parent in parents:
                below[parent].append(heir)
    for sweep in range(_SWEEPS):
        near = above if sweep % 2 == 0 else below
        for row in sorted(groups, reverse=sweep % 2 == 1):
            groups[row] = _stand(groups[row], near, places)
    return places


def _groups(
    order: dict[str, int], rows: dict[str, int], unions: dict[tuple[str, str], Link]
) -> dict[int, list[list[str]]]:
    """Row by row: people tied by unions, in a chain; the others alone."""
    mates: dict[str, list[str]] = defaultdict(list)
    for one, other in unions:
        if rows[one] == rows[other]:
            mates[one].append(other)
            mates[other].append(one)
    found: dict[int, list[list[str]]] = defaultdict(list)
    seen: set[str] = set()
    # A chain begins at one of its ends, so that whoever had two partners stands between them.
    for key in sorted(order, key=lambda one: (len(mates[one]) > 1, order[one])):
        together, waiting = [], [key]
        while waiting:
            here = waiting.pop()
            if here not in seen:
                seen.add(here)
                together.append(here)
                waiting += reversed(mates[here])
        if together:
            found[rows[key]].append(together)
    for row in found.values():
        row.sort(key=lambda group: min(order[key] for key in group))
    return dict(found)


def _stand(groups: list[list[str]], near: dict[str, list[str]], places: dict[str, float]) -> list[list[str]]:
    """Groups in the order of where they would like to stand, then as near to it as the others let them."""

    def wish(group: list[str]) -> float:
        """Where the first of the group would stand, if all had those that they belong to over or under them."""
        asked = [
            sum(places[one] for one in near[key]) / len(near[key]) - offset
            for offset, key in enumerate(group)
            if near[key]
        ]
        return sum(asked) / len(asked) if asked else places[group[0]]

    wishes = {id(group): wish(group) for group in groups}
    ordered = sorted(groups, key=lambda group: wishes[id(group)])
    free = float("-inf")
    starts = []
    for group in ordered:
        starts.append(max(free, wishes[id(group)]))
        free = starts[-1] + len(group)
    # Pushed to the right only: the whole row goes back by half of what it was pushed, which keeps the distances.
    pushed = sum(start - wishes[id(group)] for start, group in zip(starts, ordered, strict=True))
    back = pushed / len(ordered) / 2
    for start, group in zip(starts, ordered, strict=True):
        for offset, key in enumerate(group):
            places[key] = start - back + offset
    return ordered
