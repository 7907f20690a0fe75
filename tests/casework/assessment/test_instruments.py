from datetime import date
from pathlib import Path

import pytest
import yaml

from accanto.casework.assessment.instruments import (
    ValueRefused,
    instrument_files,
    load_instrument,
    read_value,
)
from accanto.casework.assessment.instruments.checking import InstrumentFileError, check_instrument
from accanto.casework.assessment.instruments.files import FOLDER
from accanto.casework.assessment.models import InstrumentVersion
from accanto.casework.assessment.operations import PublishedIsImmutable, publish_instruments
from accanto.casework.assessment.rules import Facts, propose_way, weigh
from accanto.casework.assessment.section_addresses import SLUGS
from tests.scenarios import NOW

SECTION_A = load_instrument(FOLDER / "section_a" / "v1.yaml")


def test_every_published_file_follows_the_schema() -> None:
    assert [(i.code, i.version) for i in map(load_instrument, instrument_files())] == [
        ("section_a", 1),
        ("section_b", 1),
        ("section_b", 2),
        ("six_areas", 1),
    ]


def test_every_section_has_its_own_italian_word_for_addresses() -> None:
    codes = {section.code for file in instrument_files() for section in load_instrument(file).sections}
    assert codes == set(SLUGS)
    assert len(set(SLUGS.values())) == len(SLUGS)
    assert not set(SLUGS) & set(SLUGS.values())


@pytest.mark.parametrize("example", SECTION_A.examples, ids=lambda e: e.name)
def test_the_examples_in_the_file_come_out_as_worked_by_hand(example) -> None:
    facts = Facts(ages=example.members, answers=example.answers)
    needs: dict[str, int] = {}
    for weight in weigh(SECTION_A, facts):
        needs[weight.area] = needs.get(weight.area, 0) + weight.weight
    assert needs == example.needs
    assert propose_way(SECTION_A, facts, {}, date(2026, 11, 23)).way == example.way


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda d: d["sections"][0]["items"][0].update(type="essay"), "«type» is 'essay'"),
        (lambda d: d["sections"][0]["items"][0].pop("label"), "item request_words: «label» must be dict"),
        (lambda d: d["sections"][0]["items"][0].update(label={"en": "x"}), "«label» lacks it"),
        (lambda d: d["sections"][0].update(audience="all"), "section request: «audience» is 'all'"),
        (lambda d: d["sections"][0]["items"][0].update(colour="red"), "unknown field colour"),
        (lambda d: d["sections"].append(d["sections"][0]), "section request appears twice"),
        (
            lambda d: d["sections"][0]["items"][2].update(shown_when={"item": "tenure", "in": ["owned"]}),
            "depends on «tenure»",
        ),
        (
            lambda d: d["sections"][0]["items"][2]["shown_when"].update({"in": ["maybe"]}),
            "has no option maybe",
        ),
        (
            lambda d: d["sections"][0]["items"][3]["options"][1].update(needs={"networks": 9}),
            "must be 1, 2 or 3",
        ),
        (lambda d: d["sections"][0]["items"][3]["options"][1].update(needs={"love": 1}), "«needs» is 'love'"),
        (
            lambda d: d["sections"][0]["items"][4]["options"][0].update(value=False),
            "quote words such as no, yes",
        ),
        (
            lambda d: d["examples"][0]["answers"].update({"tenure": "castle"}),
            "«tenure» has no option 'castle'",
        ),
        (lambda d: d["examples"][0].update(way="sideways"), "«way» is 'sideways'"),
    ],
)
def test_a_mistake_in_a_file_is_named_with_its_place(change, message) -> None:
    document = yaml.safe_load((FOLDER / "section_a" / "v1.yaml").read_text())
    change(document)
    with pytest.raises(InstrumentFileError) as refusal:
        check_instrument(document, "section_a/v1.yaml", "")
    assert str(refusal.value).startswith("section_a/v1.yaml")
    assert message in str(refusal.value)


def test_publishing_twice_changes_nothing(db: None) -> None:
    InstrumentVersion.objects.count()
    publish_instruments(at=NOW)
    assert publish_instruments(at=NOW) == []
    assert sorted(InstrumentVersion.objects.values_list("code", "version")) == [
        ("section_a", 1),
        ("section_b", 1),
        ("section_b", 2),
        ("six_areas", 1),
    ]


def test_a_published_version_never_changes(db: None, tmp_path: Path) -> None:
    publish_instruments(at=NOW)
    edited = tmp_path / "six_areas" / "v1.yaml"
    edited.parent.mkdir()
    edited.write_text((FOLDER / "six_areas" / "v1.yaml").read_text() + "# a new comment\n")
    with pytest.raises(PublishedIsImmutable):
        publish_instruments(at=NOW, files=[edited])


@pytest.mark.parametrize(
    ("item", "typed", "stored"),
    [
        ("request_words", ["  casa\r\nlavoro "], "casa\nlavoro"),
        ("request_words", ["   "], None),
        ("tenure", ["rented"], "rented"),
        ("income_sources", ["measure", "wage"], ["wage", "measure"]),
        ("support", ["3"], 3),
        ("rent", ["1.234,5"], "1234.50"),
        ("rooms", ["4"], 4),
        ("eviction_on", ["2027-01-15"], "2027-01-15"),
        ("composition_matches", ["yes"], "yes"),
    ],
)
def test_what_is_typed_is_stored_in_one_form(item: str, typed: list[str], stored: object) -> None:
    assert read_value(SECTION_A.items[item], typed) == stored


@pytest.mark.parametrize(
    ("item", "typed"),
    [
        ("tenure", ["castle"]),
        ("income_sources", ["nothing", "wage"]),
        ("support", ["6"]),
        ("rent", ["molto"]),
        ("rent", ["-5"]),
        ("rooms", ["40"]),
        ("rooms", ["quattro"]),
        ("eviction_on", ["15/01/2027"]),
        ("request_words", ["a" * 20_001]),
    ],
)
def test_what_is_not_an_answer_is_refused(item: str, typed: list[str]) -> None:
    with pytest.raises(ValueRefused):
        read_value(SECTION_A.items[item], typed)
