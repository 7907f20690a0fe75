"""The genogram: who belongs to a household, drawn by generations, and said in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from accanto.core.drawing.svg import draw_ecomap, draw_family

register = template.Library()

GENERATION = {
    "grandparent": 0,
    "parent": 1,
    "sibling": 2,
    "reference": 2,
    "spouse": 2,
    "partner": 2,
    "other": 2,
    "child": 3,
}
ORDER = {"sibling": 0, "reference": 1, "spouse": 2, "partner": 2, "other": 3}
COLUMN, ROW, RADIUS, TOP = 74, 84, 18, 26
INK, BRAND = "#4b5a6b", "#0066cc"
_serial = count(1)


@dataclass(frozen=True, slots=True)
class Drawn:
    name: str
    sex: str
    age: int | None
    relation: str
    deceased: bool
    apart: bool
    x: float
    y: float


@register.simple_tag
def genogram(members: Iterable[Any]) -> SafeString:
    """members: name, sex (F, M or other), age, relation to the reference person, deceased, separated.

    Relations: reference, spouse, partner, child, parent, grandparent, sibling, other.
    """
    drawn, width, height = _lay_out(list(members))
    if not drawn:
        return mark_safe("")
    key = f"ac-genogram-{next(_serial)}"
    shapes = format_html_join("", "{}", ((_person(one),) for one in drawn))
    words = [_words(one) for one in drawn]
    return format_html(
        '<figure class="ac-genogram"><svg viewBox="0 0 {} {}" width="{}" height="{}" role="img" '
        'aria-labelledby="{}-t {}-d"><title id="{}-t">{}</title><desc id="{}-d">{}</desc>{}{}</svg>'
        "<details><summary>{}</summary><ul>{}</ul></details></figure>",
        width,
        height,
        width,
        height,
        key,
        key,
        key,
        gettext("Genogram"),
        key,
        "; ".join(words),
        _lines(drawn),
        shapes,
        gettext("The household in words"),
        format_html_join("", "<li>{}</li>", ((text,) for text in words)),
    )


def _lay_out(members: list[Any]) -> tuple[list[Drawn], int, int]:
    rows: dict[int, list[Any]] = {}
    for member in members:
        rows.setdefault(GENERATION.get(_get(member, "relation"), 2), []).append(member)
    if not rows:
        return [], 0, 0
    width = max(max(len(row) for row in rows.values()) * COLUMN, 180)
    drawn = []
    for line, generation in enumerate(sorted(rows)):
        row = sorted(rows[generation], key=lambda one: ORDER.get(_get(one, "relation"), 3))
        left = (width - len(row) * COLUMN) / 2 + COLUMN / 2
        for place, member in enumerate(row):
            drawn.append(
                Drawn(
                    name=str(_get(member, "name")),
                    sex=str(_get(member, "sex")).upper()[:1],
                    age=_age(member),
                    relation=str(_get(member, "relation")) or "other",
                    deceased=bool(_get(member, "deceased")),
                    apart=bool(_get(member, "separated")),
                    x=left + place * COLUMN,
                    y=TOP + line * ROW,
                )
            )
    return drawn, width, TOP + (len(rows) - 1) * ROW + 44


def _lines(drawn: list[Drawn]) -> SafeString:
    by_relation: dict[str, list[Drawn]] = {}
    for one in drawn:
        by_relation.setdefault("mate" if one.relation in {"spouse", "partner"} else one.relation, []).append(
            one
        )
    reference = next(iter(by_relation.get("reference", [])), None)
    if reference is None:
        return mark_safe("")
    paths: list[tuple[str, bool]] = []
    mates = by_relation.get("mate", [])
    for mate in mates:
        paths.append((f"M{reference.x} {reference.y}H{mate.x}", mate.apart or mate.relation == "partner"))
        if mate.apart:
            middle = (reference.x + mate.x) / 2
            paths.append((f"M{middle - 5} {mate.y + 6}l6 -12M{middle + 1} {mate.y + 6}l6 -12", False))
    union = ((reference.x + mates[0].x) / 2, reference.y) if mates else (reference.x, reference.y + RADIUS)
    paths += _fork(union, by_relation.get("child", []))
    parents, kin = by_relation.get("parent", []), [reference, *by_relation.get("sibling", [])]
    paths += _couple(parents, kin)
    paths += _couple(by_relation.get("grandparent", []), parents[:1] or [reference])
    return format_html_join(
        "",
        '<path d="{}" fill="none" stroke="{}" stroke-width="2"{}></path>',
        ((path, INK, mark_safe(' stroke-dasharray="5 4"') if dashed else "") for path, dashed in paths),
    )


def _couple(elders: list[Drawn], heirs: list[Drawn]) -> list[tuple[str, bool]]:
    if not elders:
        return []
    first, last = elders[0], elders[-1]
    start = ((first.x + last.x) / 2, first.y if len(elders) % 2 == 0 else first.y + RADIUS)
    line = [(f"M{first.x} {first.y}H{last.x}", False)] if len(elders) > 1 else []
    return line + _fork(start, heirs)


def _fork(start: tuple[float, float], heirs: list[Drawn]) -> list[tuple[str, bool]]:
    """From a union down to its children, over one crossbar that passes under the names."""
    if not heirs:
        return []
    x, y = start
    bar = heirs[0].y - RADIUS - 9
    ends = [x, *(one.x for one in heirs)]
    drops = "".join(f"M{one.x} {bar}V{one.y - RADIUS}" for one in heirs)
    return [(f"M{x} {y}V{bar}M{min(ends)} {bar}H{max(ends)}{drops}", False)]


def _person(one: Drawn) -> SafeString:
    main = one.relation == "reference"
    pen = format_html('fill="#fff" stroke="{}" stroke-width="{}"', BRAND if main else INK, 3 if main else 2)
    if one.sex == "F":
        shape = format_html('<circle cx="{}" cy="{}" r="{}" {}></circle>', one.x, one.y, RADIUS, pen)
    elif one.sex == "M":
        shape = format_html(
            '<rect x="{}" y="{}" width="{}" height="{}" {}></rect>',
            one.x - RADIUS + 1,
            one.y - RADIUS + 1,
            2 * RADIUS - 2,
            2 * RADIUS - 2,
            pen,
        )
    else:
        shape = format_html('<path d="M{} {}l20 20l-20 20l-20 -20z" {}></path>', one.x, one.y - 20, pen)
    cross = (
        format_html(
            '<path d="M{} {}l24 24M{} {}l-24 24" stroke="{}" stroke-width="1.5"></path>',
            one.x - 12,
            one.y - 12,
            one.x + 12,
            one.y - 12,
            "#9db4cc",
        )
        if one.deceased
        else ""
    )
    age = "" if one.age is None else one.age
    short = one.name if len(one.name) <= 11 else f"{one.name[:10]}…"
    return format_html(
        '{}{}<text x="{}" y="{}" text-anchor="middle"{}>{}</text>'
        '<text class="ac-name" x="{}" y="{}" text-anchor="middle" stroke="#fff" '
        'stroke-width="4" paint-order="stroke">{}</text>',
        shape,
        cross,
        one.x,
        one.y + 4,
        mark_safe(' font-weight="700"') if main else "",
        age,
        one.x,
        one.y + RADIUS + 15,
        short,
    )


def _words(one: Drawn) -> str:
    relation = {
        "reference": gettext("reference person"),
        "spouse": gettext("spouse"),
        "partner": gettext("partner"),
        "child": gettext("child"),
        "parent": gettext("parent"),
        "grandparent": gettext("grandparent"),
        "sibling": gettext("sibling"),
        "other": gettext("other member"),
    }.get(one.relation, gettext("other member"))
    parts = [one.name, relation]
    if one.age is not None:
        parts.append(ngettext("%(age)d year old", "%(age)d years old", one.age) % {"age": one.age})
    if one.apart:
        parts.append(gettext("separated"))
    if one.deceased:
        parts.append(gettext("deceased"))
    return ", ".join(parts)


def _age(member: Any) -> int | None:
    age = _get(member, "age")
    return None if age is None or age == "" else int(age)


def _get(member: Any, name: str) -> Any:
    return member.get(name, "") if isinstance(member, Mapping) else getattr(member, name, "")


@register.simple_tag
def family_tree(family: Any) -> SafeString:
    """A whole family by generations. `family`: people, ties and bonds as `core.drawing` takes them."""
    return draw_family(family.people, family.ties, family.bonds)


@register.simple_tag
def ecomap(centre: str, around: Any) -> SafeString:
    """The household in the middle; `around`: what is around it (`core.drawing.ecomap.Around`)."""
    return draw_ecomap(centre, list(around))
