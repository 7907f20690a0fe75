"""Families and their surroundings as SVG: title and description, links that the keyboard reaches, no style inside."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count
from math import hypot

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from accanto.core.drawing import ecomap, family_tree
from accanto.core.drawing.family_tree import RADIUS, Kin, Link, Placed, Tie, Tree

_serial = count(1)


@dataclass(frozen=True)
class Bond:
    """How two people are with one another: close, conflict, interrupted, violence."""

    quality: str
    one: str
    other: str


def draw_family(people: Sequence[Kin], ties: Sequence[Tie], bonds: Sequence[Bond] = ()) -> SafeString:
    tree = family_tree.lay_out(people, ties)
    if not tree.people:
        return mark_safe("")
    by_key = {one.kin.key: one for one in tree.people}
    inside = format_html(
        "{}{}{}{}",
        _lines(tree, by_key),
        _aside(ties, by_key),
        _bonds(bonds, by_key),
        format_html_join("", "{}", ((_person(one),) for one in tree.people)),
    )
    words = "; ".join(words_of(one.kin) for one in tree.people)
    return _svg("ac-family", gettext("Genogram"), words, tree.width, tree.height, inside)


def words_of(one: Kin) -> str:
    parts = [one.name]
    if one.words:
        parts.append(one.words)
    if one.age is not None:
        parts.append(ngettext("%(age)d year old", "%(age)d years old", one.age) % {"age": one.age})
    if one.pregnant:
        parts.append(gettext("pregnant"))
    if one.deceased:
        parts.append(gettext("deceased"))
    return ", ".join(parts)


def draw_ecomap(centre: str, around: Sequence[ecomap.Around]) -> SafeString:
    drawn = ecomap.lay_out(around)
    lines = format_html_join("", "{}", ((_tie(box),) for box in drawn.boxes))
    boxes = format_html_join("", "{}", ((_box(box),) for box in drawn.boxes))
    middle = format_html(
        '<circle class="ac-eco-centre" cx="{}" cy="{}" r="{}"></circle>'
        '<text class="ac-eco-name" x="{}" y="{}" text-anchor="middle">{}</text>',
        drawn.x,
        drawn.y,
        ecomap.CENTRE_RADIUS,
        drawn.x,
        drawn.y + 5,
        _short(centre, 14),
    )
    words = "; ".join(f"{one.name}, {one.role}" for one in around)
    inside = format_html("{}{}{}", lines, middle, boxes)
    return _svg("ac-ecomap", gettext("Ecomap"), words, drawn.width, drawn.height, inside)


def _svg(css: str, title: str, words: str, width: float, height: float, inside: SafeString) -> SafeString:
    key = f"{css}-{next(_serial)}"
    # Wider than a telephone: it scrolls in its frame, which the keyboard reaches; the table beside says the same.
    return format_html(
        '<figure class="ac-drawing {css}" role="group" tabindex="0" aria-labelledby="{key}-t">'
        '<svg viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="group" aria-labelledby="{key}-t {key}-d">'
        '<title id="{key}-t">{title}</title><desc id="{key}-d">{words}</desc>{inside}</svg></figure>',
        css=css,
        key=key,
        w=round(width),
        h=round(height),
        title=title,
        words=words,
        inside=inside,
    )


# ---------------------------------------------------------------- families
def _lines(tree: Tree, by_key: dict[str, Placed]) -> SafeString:
    paths = [_union(by_key[one], by_key[other], kind) for (one, other), kind in tree.unions.items()]
    for parents, heirs in tree.children.items():
        if len(parents) == 2 and parents not in tree.unions:
            paths.append(_union(by_key[parents[0]], by_key[parents[1]], Link.LIVING))
        paths.append(_fork([by_key[key] for key in parents], [by_key[key] for key in heirs]))
    return format_html_join("", "{}", ((path,) for path in paths))


def _aside(ties: Iterable[Tie], by_key: dict[str, Placed]) -> SafeString:
    """Guardians and people who are close without being relatives: a thin arc from one to the other."""
    drawn = []
    for tie in ties:
        one, other = by_key.get(tie.one), by_key.get(tie.other)
        if tie.kind in family_tree.ASIDE and one is not None and other is not None and one is not other:
            drawn.append(_arc(one, other, "ac-line-thin ac-line-" + tie.kind))
    return format_html_join("", "{}", ((path,) for path in drawn))


def _arc(one: Placed, other: Placed, css: str) -> SafeString:
    dx, dy = other.x - one.x, other.y - one.y
    length = hypot(dx, dy) or 1
    ux, uy = dx / length, dy / length
    x, y = one.x + ux * RADIUS, one.y + uy * RADIUS
    ex, ey = other.x - ux * RADIUS, other.y - uy * RADIUS
    # Aside from the straight way, where kinship and bonds are drawn.
    mx, my = (x + ex) / 2 + uy * RADIUS, (y + ey) / 2 - ux * RADIUS
    return _path(f"M{x:.1f} {y:.1f}Q{mx:.1f} {my:.1f} {ex:.1f} {ey:.1f}", css)


def _path(d: str, css: str) -> SafeString:
    return format_html('<path class="{}" d="{}" fill="none"></path>', css, d)


def _union(one: Placed, other: Placed, kind: Link) -> SafeString:
    """Side by side a straight line; with somebody between them, one that passes under the names."""
    left, right = sorted((one, other), key=lambda each: (each.x, each.y))
    straight = left.y == right.y and right.x - left.x <= family_tree.COLUMN * 1.5
    middle = (left.x + right.x) / 2
    if straight:
        d, level = f"M{left.x + RADIUS} {left.y}H{right.x - RADIUS}", left.y
    else:
        level = max(left.y, right.y) + RADIUS + 24
        d = f"M{left.x} {left.y + RADIUS}V{level}H{right.x}V{right.y + RADIUS}"
    drawn = _path(d, "ac-line ac-line-dashed" if kind is Link.LIVING else "ac-line")
    if kind is Link.APART:
        slashes = f"M{middle - 6} {level + 7}l7 -14M{middle + 1} {level + 7}l7 -14"
        return format_html("{}{}", drawn, _path(slashes, "ac-line"))
    return drawn


def _fork(parents: list[Placed], heirs: list[Placed]) -> SafeString:
    """From a union, or from one parent, to the children over one crossbar."""
    bar = min(one.y for one in heirs) - RADIUS - 12
    if len(parents) == 2:
        left, right = sorted(parents, key=lambda each: each.x)
        x = (left.x + right.x) / 2
        near = left.y == right.y and right.x - left.x <= family_tree.COLUMN * 1.5
        y = left.y if near else max(left.y, right.y) + RADIUS + 24
    else:
        x, y = parents[0].x, parents[0].y + RADIUS
    ends = [x, *(one.x for one in heirs)]
    drops = "".join(f"M{one.x} {bar}V{one.y - RADIUS}" for one in heirs)
    return _path(f"M{x} {y}V{bar}M{min(ends)} {bar}H{max(ends)}{drops}", "ac-line")


def _bonds(bonds: Iterable[Bond], by_key: dict[str, Placed]) -> SafeString:
    drawn = []
    for bond in bonds:
        one, other = by_key.get(bond.one), by_key.get(bond.other)
        if one is None or other is None:
            continue
        drawn.append(_bond(bond.quality, one, other))
    return format_html_join("", "{}", ((path,) for path in drawn))


def _bond(quality: str, one: Placed, other: Placed) -> SafeString:
    dx, dy = other.x - one.x, other.y - one.y
    length = hypot(dx, dy) or 1
    ux, uy = dx / length, dy / length
    x, y = one.x + ux * RADIUS, one.y + uy * RADIUS
    ex, ey = other.x - ux * RADIUS, other.y - uy * RADIUS
    aside = 5
    if quality == "close":
        pair = [
            f"M{x - uy * n:.1f} {y + ux * n:.1f}L{ex - uy * n:.1f} {ey + ux * n:.1f}" for n in (-aside, aside)
        ]
        return _path("".join(pair), "ac-bond")
    if quality == "interrupted":
        return _path(f"M{x:.1f} {y:.1f}L{ex:.1f} {ey:.1f}", "ac-bond ac-line-broken")
    css = "ac-bond ac-bond-violence" if quality == "violence" else "ac-bond"
    return _path(zigzag(x, y, ex, ey), css)


def zigzag(x: float, y: float, ex: float, ey: float, tooth: float = 5) -> str:
    length = hypot(ex - x, ey - y) or 1
    ux, uy = (ex - x) / length, (ey - y) / length
    steps = max(int(length // 9), 2)
    points = []
    for n in range(1, steps):
        away = tooth if n % 2 else -tooth
        at = length * n / steps
        points.append(f"L{x + ux * at - uy * away:.1f} {y + uy * at + ux * away:.1f}")
    return f"M{x:.1f} {y:.1f}{''.join(points)}L{ex:.1f} {ey:.1f}"


def _person(one: Placed) -> SafeString:
    kin, x, y = one.kin, one.x, one.y
    css = "ac-kin ac-kin-main" if kin.main else "ac-kin ac-kin-outside" if kin.outside else "ac-kin"
    sex = kin.sex.upper()[:1]
    if sex == "F":
        shape = format_html('<circle class="{}" cx="{}" cy="{}" r="{}"></circle>', css, x, y, RADIUS)
    elif sex == "M":
        side = 2 * RADIUS - 2
        shape = format_html(
            '<rect class="{}" x="{}" y="{}" width="{}" height="{}"></rect>',
            css,
            x - side / 2,
            y - side / 2,
            side,
            side,
        )
    else:
        shape = format_html('<path class="{}" d="M{} {}l18 18l-18 18l-18 -18z"></path>', css, x, y - 18)
    marks = []
    if kin.deceased:
        marks.append(_path(f"M{x - 12} {y - 12}l24 24M{x + 12} {y - 12}l-24 24", "ac-line-thin"))
    if kin.pregnant:
        marks.append(
            format_html('<path class="ac-kin" d="M{} {}l7 12h-14z"></path>', x + RADIUS + 4, y - RADIUS - 4)
        )
    drawn = format_html(
        '{}{}<text x="{}" y="{}" text-anchor="middle">{}</text>'
        '<text class="ac-kin-name" x="{}" y="{}" text-anchor="middle">{}</text>',
        shape,
        format_html_join("", "{}", ((mark,) for mark in marks)),
        x,
        y + 4,
        "" if kin.age is None else kin.age,
        x,
        y + RADIUS + 15,
        _short(kin.name, 11),
    )
    return _linked(kin.url, words_of(kin), drawn)


# ---------------------------------------------------------------- surroundings
def _tie(box: ecomap.Box) -> SafeString:
    one = box.around
    ends = box.line_x, box.y, box.end_x, box.end_y
    css = f"ac-eco-tie ac-eco-{one.tie}"
    if one.tie == "tense":
        return format_html("{}{}", _path(zigzag(*ends, tooth=4), css), _arrows(box))
    straight = _path(f"M{ends[0]:.1f} {ends[1]:.1f}L{ends[2]:.1f} {ends[3]:.1f}", css)
    return format_html("{}{}", straight, _arrows(box))


def _arrows(box: ecomap.Box) -> SafeString:
    """To the household, from it, or both ways."""
    away = box.line_x - box.end_x, box.y - box.end_y
    heads = []
    if box.around.flow in ("to", "both"):
        heads.append(_head(box.end_x, box.end_y, -away[0], -away[1]))
    if box.around.flow in ("from", "both"):
        heads.append(_head(box.line_x, box.y, *away))
    return format_html_join("", '<path class="ac-eco-head" d="{}"></path>', ((head,) for head in heads))


def _head(x: float, y: float, dx: float, dy: float) -> str:
    length = hypot(dx, dy) or 1
    ux, uy = dx / length, dy / length
    bx, by = x - ux * 10, y - uy * 10
    return f"M{x:.1f} {y:.1f}L{bx - uy * 5:.1f} {by + ux * 5:.1f}L{bx + uy * 5:.1f} {by - ux * 5:.1f}Z"


def _box(box: ecomap.Box) -> SafeString:
    one = box.around
    css = "ac-eco-box ac-eco-service" if one.service else "ac-eco-box"
    drawn = format_html(
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="6"></rect>'
        '<text class="ac-eco-name" x="{}" y="{}" text-anchor="middle">{}</text>'
        '<text x="{}" y="{}" text-anchor="middle">{}</text>',
        css,
        box.x - ecomap.BOX_WIDTH / 2,
        box.y - ecomap.BOX_HEIGHT / 2,
        ecomap.BOX_WIDTH,
        ecomap.BOX_HEIGHT,
        box.x,
        box.y - 3,
        _short(one.name, 22),
        box.x,
        box.y + 14,
        _short(one.role, 25),
    )
    return _linked(one.url, f"{one.name}, {one.role}", drawn)


def _linked(url: str, label: str, drawn: SafeString) -> SafeString:
    if not url:
        return drawn
    # A title names the link in the order of speech, and is read under the mouse; the figures are not read twice.
    return format_html('<a href="{}"><title>{}</title><g aria-hidden="true">{}</g></a>', url, label, drawn)


def _short(words: str, most: int) -> str:
    return words if len(words) <= most else f"{words[: most - 1]}…"
