"""Which way the answers point to: by hand, and for every sheet that can be written."""

from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from accanto.casework.assessment.enums import Activability
from accanto.casework.assessment.instruments import load_instrument
from accanto.casework.assessment.instruments.files import FOLDER
from accanto.casework.assessment.rules import Facts, propose_member, propose_way
from accanto.casework.pathways.enums import Way

SECTION_A = load_instrument(FOLDER / "section_a" / "v1.yaml")
ON = date(2026, 11, 23)
NAMES = {"lucia": "Lucia", "marta": "Marta"}


def propose(answers: dict[tuple[str, str], Any], **ages: int) -> Any:
    return propose_way(SECTION_A, Facts(ages or {"lucia": 38, "marta": 9}, answers), NAMES, ON)


def test_a_complex_need_says_which_areas_and_why() -> None:
    proposal = propose(
        {
            ("tenure", ""): "rented",
            ("eviction", ""): "arrears",
            ("health_state", "lucia"): "weighs",
            ("support", ""): 2,
        }
    )
    assert proposal.way == "complex"
    assert (
        proposal.headline
        == "Bisogno complesso: 3 aree con difficoltà (salute e autonomia, casa, famiglia e reti)."
    )
    assert [(r.label, r.sentence) for r in proposal.reasons] == [
        ("salute e autonomia", "pesa su ogni giornata (Lucia)"),
        ("casa", "sono indietro con l’affitto"),
        ("famiglia e reti", "possono contare su poche persone"),
    ]
    assert proposal.from_memory is True


def test_two_light_answers_do_not_make_a_difficulty_and_three_do() -> None:
    light = {("home_state", ""): ["damp", "stairs"]}
    assert propose(light).reasons == ()
    assert [r.weight for r in propose(light).minor] == [2]
    assert propose({("home_state", ""): ["damp", "stairs", "utilities"]}).way == "social_only"


def test_an_answer_that_is_no_longer_asked_does_not_weigh() -> None:
    answers = {("tenure", ""): "rented", ("eviction", ""): "date_set"}
    assert [r.area for r in propose(answers).reasons] == ["housing"]
    answers[("tenure", "")] = "owned"
    assert propose(answers).reasons == ()


def test_work_only_asks_for_somebody_who_can_work() -> None:
    answers = {("work_status", "lucia"): "unemployed"}
    assert propose(answers).way == "work_only"
    facts = Facts({"lucia": 38}, answers, cannot_work=frozenset({"lucia"}))
    assert propose_way(SECTION_A, facts, NAMES, ON).way == "social_only"


def test_whoever_is_exempt_is_told_why() -> None:
    assert propose_member(67, frozenset(), ON).code == "age"
    assert propose_member(59, frozenset(), ON).activability == Activability.ACTIVABLE
    assert propose_member(60, frozenset(), ON).code == "age"
    assert propose_member(40, frozenset({"disabled"}), ON).code == "disabled"
    assert propose_member(40, frozenset({"anti_violence", "care_burden"}), ON).code == "care_burden"
    assert propose_member(40, frozenset({"unable_to_work"}), ON).activability == Activability.NOT_ACTIVABLE
    assert propose_member(None, frozenset(), ON).activability == Activability.ACTIVABLE


def answer_to(item: Any) -> st.SearchStrategy[Any]:
    values = [option.value for option in item.options]
    if item.type == "multi":
        return st.lists(st.sampled_from(values), unique=True)
    return st.none() | st.sampled_from(values) if values else st.none() | st.text(max_size=5)


@st.composite
def sheets(draw: Any) -> Facts:
    ages = draw(st.dictionaries(st.sampled_from("abcd"), st.none() | st.integers(0, 100), min_size=1))
    chosen = draw(st.lists(st.sampled_from(sorted(SECTION_A.items)), unique=True, max_size=25))
    answers = {}
    for code in chosen:
        item = SECTION_A.items[code]
        for member in ages if item.per_member else [""]:
            answers[(code, member)] = draw(answer_to(item))
    return Facts(ages, answers, frozenset(draw(st.sets(st.sampled_from(sorted(ages))))))


@settings(max_examples=200)
@given(sheets())
def test_there_is_always_one_way_and_always_the_same(facts: Facts) -> None:
    first = propose_way(SECTION_A, facts, {}, ON)
    again = propose_way(
        SECTION_A, Facts(facts.ages, dict(reversed(facts.answers.items())), facts.cannot_work), {}, ON
    )
    assert first.way in Way.values
    assert first == again
