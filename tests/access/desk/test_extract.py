"""What the extract of a person tells of the desk: what they asked themselves, of no case that is not told to them."""

import pytest
from django.utils import translation

from accanto.access.desk import operations
from accanto.access.desk.models import Contact
from accanto.access.desk.operations import Came
from accanto.people.persons.extracts import sections
from accanto.people.persons.models import Person
from accanto.steering.privacy.extracting.subject import subject_of
from tests import cast
from tests.access.desk.situation import contact, polo, somebody
from tests.scenarios import NOW, TODAY, Situation, family_in_charge

pytestmark = pytest.mark.django_db


def told_to(person: Person) -> list[dict[str, object]]:
    (section,) = [one for one in sections() if one.code == "contacts"]
    with translation.override("it"):
        entries = section.gather(subject_of(person, TODAY))
    return [{fact.name: fact.value for fact in entry.facts} for entry in entries]


def put_in(made: Contact, found: Situation) -> None:
    operations.join_case(contact=made, case=found.case, by=cast.user(cast.ANNA), at=NOW)


def test_what_somebody_else_said_about_a_person_is_not_told_to_them() -> None:
    """A sister asks what to do about his violence: he must not read that anybody came."""
    sister, brother = somebody("Ada", "Esempio"), somebody("Ugo", "Esempio")
    contact(identity="person", person=sister, for_whom="relative", about=brother, needs=["violence"])
    contact(identity="name", name="la vicina", for_whom="neighbour", about=brother, needs=["violence"])
    assert told_to(brother) == []
    assert [one["needs"] for one in told_to(sister)] == ["Violenza e maltrattamenti"]


def test_what_became_a_case_of_others_is_not_told_and_what_became_ones_own_is() -> None:
    mine, theirs = family_in_charge("Campioni"), family_in_charge("Modello")
    lucia = mine.family.lucia
    anna = cast.user(cast.ANNA)
    for words, case in (("la mia", mine), ("di altri", theirs), ("nessuna", None)):
        made = contact(
            polo(), by=anna, identity="person", person=lucia, request=words, came=[Came("case", words="Vedremo")]
        )  # fmt: skip
        if case is not None:
            put_in(made, case)
    assert sorted(str(one["request"]) for one in told_to(lucia)) == ["la mia", "nessuna"]
    assert told_to(theirs.family.lucia) == []
