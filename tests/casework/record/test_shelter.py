"""What is covered on paper for a household of which somebody hides."""

import pytest

from accanto.casework.record.shelter import shelter_of
from accanto.people.persons.operations import protect_person, set_residence
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
