"""What an extract tells a person of their family, from their own side."""

import pytest

from accanto.casework.record import operations
from accanto.casework.record.operations import Pair
from accanto.people.persons.extracts import Span, Subject, sections
from accanto.people.persons.models import Person
from tests.scenarios import NOW, TODAY, Situation

pytestmark = pytest.mark.django_db


def family_told(made: Situation, person: Person) -> list[str]:
    subject = Subject(
        person,
        TODAY,
        {made.case.pk: (Span(),)},
        frozenset({made.family.household.pk}),
        False,
        lambda text: text,
    )
    (section,) = [one for one in sections() if one.code == "family"]
    return [one.title for one in section.gather(subject)]


@pytest.mark.parametrize(
    ("kind", "lucia", "marta"),
    [
        ("parent", "Genitore di", "Figlio o figlia di"),
        ("guardian", "Tutore di", "Sotto la tutela di"),
        ("sibling", "Fratello o sorella di", "Fratello o sorella di"),
    ],
)
def test_a_kinship_is_told_to_each_from_their_own_side(
    made: Situation, kind: str, lucia: str, marta: str
) -> None:
    pair = Pair(f"p{made.family.lucia.pk}", f"p{made.family.marta.pk}")
    operations.say_relationship(case=made.case, pair=pair, kind=kind, by=made.anna, at=NOW)
    assert family_told(made, made.family.lucia) == [lucia]
    assert family_told(made, made.family.marta) == [marta]
