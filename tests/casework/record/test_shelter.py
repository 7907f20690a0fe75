"""What is covered on paper for a household of which somebody hides."""

from uuid import uuid4

import pytest

from accanto.casework.cases import operations as cases
from accanto.casework.cases.operations import Contact
from accanto.casework.record import operations
from accanto.casework.record.shelter import shelter_of
from accanto.people.persons.models import Person
from accanto.people.persons.operations import protect_person, restrict_person, set_residence
from accanto.territory.places.models import Municipality
from tests.scenarios import NOW, TODAY, Situation

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("kind", "town", "covered"),
    [
        ("whereabouts", "Quarrata", "Abita a [protetto], ha comprato casa; la segue il Polo di Pistoia."),
        # The town of the service stands on every paper: it tells nothing.
        ("whereabouts", "Pistoia", "Abita a Quarrata, ha comprato casa; la segue il Polo di Pistoia."),
        ("address", "Quarrata", "Abita a Quarrata, ha comprato casa; la segue il Polo di Pistoia."),
    ],
)
def test_the_town_of_whom_nobody_may_find_is_covered(
    made: Situation, kind: str, town: str, covered: str
) -> None:
    set_residence(
        person=made.family.lucia, municipality=Municipality.objects.get(name=town), on=TODAY, address="Via 2"
    )
    protect_person(
        person=made.family.lucia, kind=kind, reason="violence_centre", source="Centro", starts_on=TODAY,
        by=made.anna, at=NOW,
    )  # fmt: skip
    text = "Abita a Quarrata, ha comprato casa; la segue il Polo di Pistoia."
    assert shelter_of(made.case, TODAY).cover(text) == covered


@pytest.mark.parametrize(
    ("name", "text", "covered"),
    [
        ("Marta", "Marta Campioni ha 9 anni.", "Marta Campioni ha 9 anni."),
        ("Campioni", "Marta Campioni ha 9 anni.", "Marta Campioni ha 9 anni."),
        ("Marta Campioni", "Marta Campioni ha 9 anni.", "Marta Campioni ha 9 anni."),
        ("A.", "Lucia va a scuola a piedi.", "Lucia va a scuola a piedi."),
        # Who bears a name of the household and a surname of their own is covered by both.
        ("Marta Terzi", "Marta sta da Marta Terzi.", "Marta sta da [un familiare]."),
        ("A. Terzi", "Va a casa di A. Terzi.", "Va a casa di [un familiare]."),
        ("Ada", "Va da Ada.", "Va da [un familiare]."),
    ],
)
def test_covering_third_persons_leaves_the_household_and_other_words_alone(
    made: Situation, name: str, text: str, covered: str
) -> None:
    operations.add_relative(case=made.case, name=name, sex="f", by=made.anna, at=NOW)
    assert shelter_of(made.case, TODAY).cover(text) == covered


def test_a_contact_of_one_letter_covers_no_other_word(made: Situation) -> None:
    cases.add_contact_to_network(case=made.case, contact=Contact("A.", "teacher"), by=made.anna, at=NOW)
    text = "Lucia va a scuola a piedi."
    assert shelter_of(made.case, TODAY).cover(text) == text


@pytest.mark.parametrize(
    ("first", "text", "named"),
    [
        ("E", "Lucia e la figlia", False),
        ("E", "Lucia e Campioni E.", True),
        ("E", "E. Campioni va a scuola", True),
        ("Bo", "Il bo di Padova", False),
        ("Nico", "Nico va a scuola", True),
        ("", "", False),
        ("", "La figlia Campioni", False),
    ],
)
def test_a_short_name_that_is_restricted_is_known_by_its_surname(
    made: Situation, first: str, text: str, named: bool
) -> None:
    Person.objects.filter(pk=made.family.nico.pk).update(first_name=first)
    restrict_person(
        person_id=made.family.nico.pk, request=uuid4(), ground="accuracy", reason="x", by=made.carla, at=NOW
    )
    assert shelter_of(made.case, TODAY).names_restricted(text) is named
