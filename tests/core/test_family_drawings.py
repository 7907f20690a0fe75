"""Genograms and ecomaps: the same people in the same places, nobody on another, everything said in words too."""

import re
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from accanto.core.drawing import ecomap, family_tree
from accanto.core.drawing.family_tree import Kin, Link, Tie
from accanto.core.drawing.svg import Bond, draw_ecomap, draw_family


@st.composite
def families(draw: st.DrawFn) -> tuple[list[Kin], list[Tie]]:
    """Any people and any ties, also such as no family has: nothing keeps them from being typed."""
    size = draw(st.integers(1, 30))
    people = [
        Kin(str(n), f"P{n}", draw(st.sampled_from(["F", "M", ""])), main=n == 0, url=f"/{n}/")
        for n in range(size)
    ]
    keys = st.integers(0, size - 1).map(str)
    ties = draw(st.lists(st.builds(Tie, st.sampled_from(list(Link)), keys, keys), max_size=45))
    return people, ties


@given(families())
def test_no_two_people_stand_on_one_another(given_family: tuple[list[Kin], list[Tie]]) -> None:
    people, ties = given_family
    tree = family_tree.lay_out(people, ties)
    assert {one.kin.key for one in tree.people} == {one.key for one in people}
    for one, other in combinations(tree.people, 2):
        apart = abs(one.x - other.x) >= family_tree.COLUMN - 1e-6 or abs(one.y - other.y) >= family_tree.ROW
        assert apart, (one, other)
    for one in tree.people:
        assert family_tree.RADIUS < one.x < tree.width - family_tree.RADIUS
        assert family_tree.RADIUS < one.y < tree.height - family_tree.RADIUS
    assert family_tree.lay_out(people, ties) == tree


@given(st.integers(0, 40))
def test_nothing_around_a_household_covers_anything(size: int) -> None:
    drawn = ecomap.lay_out([ecomap.Around(f"N{n}", "r") for n in range(size)])
    for one, other in combinations(drawn.boxes, 2):
        assert abs(one.x - other.x) >= ecomap.BOX_WIDTH or abs(one.y - other.y) >= ecomap.BOX_HEIGHT
    for box in drawn.boxes:
        assert abs(box.x - drawn.x) - ecomap.BOX_WIDTH / 2 > ecomap.CENTRE_RADIUS
        assert ecomap.BOX_WIDTH / 2 <= box.x <= drawn.width - ecomap.BOX_WIDTH / 2
        assert ecomap.BOX_HEIGHT / 2 <= box.y <= drawn.height - ecomap.BOX_HEIGHT / 2


def three_generations() -> tuple[list[Kin], list[Tie]]:
    people = [
        Kin("lucia", "Lucia", "F", 38, main=True, pregnant=True, url="/lucia/"),
        Kin("ugo", "Ugo", "M", 40),
        Kin("ex", "Ezio", "M", 45, outside=True),
        Kin("marta", "Marta", "F", 9),
        Kin("nico", "Nico", "M", 2),
        Kin("nonna", "Ada", "F", 70, outside=True),
        Kin("nonno", "Pio", "M", deceased=True, outside=True),
        Kin("zia", "Bea", "", 30, outside=True),
    ]
    ties = [
        Tie(Link.LIVING, "lucia", "ugo"),
        Tie(Link.APART, "lucia", "ex"),
        Tie(Link.PARENT, "lucia", "marta"),
        Tie(Link.PARENT, "ex", "marta"),
        Tie(Link.PARENT, "lucia", "nico"),
        Tie(Link.PARENT, "ugo", "nico"),
        Tie(Link.COUPLE, "nonna", "nonno"),
        Tie(Link.PARENT, "nonna", "lucia"),
        Tie(Link.PARENT, "nonno", "lucia"),
        Tie(Link.PARENT, "nonna", "zia"),
    ]
    return people, ties


def test_three_generations_stand_in_three_rows_and_half_siblings_under_their_own_parents() -> None:
    tree = family_tree.lay_out(*three_generations())
    rows = {one.kin.key: one.row for one in tree.people}
    assert rows == {
        "nonna": 0, "nonno": 0, "lucia": 1, "ugo": 1, "ex": 1, "zia": 1, "marta": 2, "nico": 2
    }  # fmt: skip
    assert tree.children[("lucia", "ex")] == ["marta"]
    assert tree.children[("lucia", "ugo")] == ["nico"]
    x = {one.kin.key: one.x for one in tree.people}
    assert abs(x["lucia"] - x["ugo"]) == abs(x["lucia"] - x["ex"]) == family_tree.COLUMN


def test_a_drawing_has_a_title_words_links_and_no_style_inside() -> None:
    people, ties = three_generations()
    drawn = draw_family(people, ties, [Bond("conflict", "lucia", "ex"), Bond("close", "lucia", "marta")])
    assert "<title" in drawn
    assert "Lucia, 38" in drawn
    assert '<a href="/lucia/"><title>Lucia, 38' in drawn
    assert not re.search(r"style=|<script|onload", drawn)
    assert drawn.count("<circle") == 3
    assert draw_family([], []) == ""


def test_names_that_look_like_markup_stay_words() -> None:
    bad = "<script>alert(1)</script>"
    assert "<script>" not in draw_family([Kin("a", bad, url="/x/")], [])
    assert "<script>" not in draw_ecomap(bad, [ecomap.Around(bad, bad, url='"><script>')])


def test_a_guardian_and_somebody_close_are_tied_and_move_nobody() -> None:
    people, ties = three_generations()
    people = [*people, Kin("tutore", "Rosa", "F", outside=True), Kin("vicina", "Ines", "F", outside=True)]
    more = [*ties, Tie(Link.GUARDIAN, "tutore", "marta"), Tie(Link.CLOSE, "vicina", "nico")]
    before = {one.kin.key: one for one in family_tree.lay_out(people, ties).people}
    assert {one.kin.key: one for one in family_tree.lay_out(people, more).people} == before
    drawn = draw_family(people, more)
    assert (drawn.count("ac-line-guardian"), drawn.count("ac-line-close")) == (1, 1)
    # Somebody who is not drawn is tied to nobody.
    assert "ac-line-guardian" not in draw_family(people, [Tie(Link.GUARDIAN, "altri", "marta")])
