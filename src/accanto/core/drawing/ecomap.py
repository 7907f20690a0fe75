"""A household in the middle, around it who counts: two columns curved as a ring, so that nothing covers anything."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

BOX_WIDTH, BOX_HEIGHT, GAP = 168, 46, 16
CENTRE_RADIUS = 62
_SIDE, _CURVE, _MARGIN = 150, 70, 8


@dataclass(frozen=True)
class Around:
    """`tie`: strong, ordinary, weak, tense, interrupted; `flow`: to, from, both; `service`: a service or an aid."""

    name: str
    role: str
    tie: str = "ordinary"
    flow: str = "both"
    url: str = ""
    service: bool = False


@dataclass(frozen=True)
class Box:
    """`x`, `y`: the middle. The line goes from `line_x`, `line_y` on its edge to the circle in the middle."""

    around: Around
    x: float
    y: float
    line_x: float
    end_x: float
    end_y: float


@dataclass(frozen=True)
class Map:
    boxes: list[Box]
    width: float
    height: float
    x: float
    y: float


def lay_out(around: Sequence[Around]) -> Map:
    """Even ones left, odd ones right, from the top; the middle of each column stands farther out."""
    left, right = list(around[::2]), list(around[1::2])
    step = BOX_HEIGHT + GAP
    rows = max(len(left), len(right), 1)
    height = max(rows * step + 2 * _MARGIN, 2 * CENTRE_RADIUS + 4 * _MARGIN)
    width = 2 * (BOX_WIDTH + _SIDE + _CURVE / 2 + _MARGIN)
    x, y = width / 2, height / 2
    boxes = [*_column(left, -1, x, y, step), *_column(right, 1, x, y, step)]
    return Map(boxes, width, height, x, y)


def _column(around: list[Around], side: int, x: float, y: float, step: float) -> list[Box]:
    found = []
    for place, one in enumerate(around):
        offset = (place - (len(around) - 1) / 2) * step
        far = max((len(around) - 1) / 2 * step, 1)
        out = _CURVE / 2 * sqrt(max(0.0, 1 - (offset / far) ** 2)) if len(around) > 1 else _CURVE / 2
        middle = x + side * (_SIDE + BOX_WIDTH / 2 + out)
        edge = middle - side * BOX_WIDTH / 2
        length = sqrt((edge - x) ** 2 + offset**2)
        reach = CENTRE_RADIUS + 4
        found.append(
            Box(one, middle, y + offset, edge, x + (edge - x) / length * reach, y + offset / length * reach)
        )
    return found
