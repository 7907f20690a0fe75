"""The family of `Things` under a name that nobody else has, and gone into hiding."""

from accanto.people.persons.enums import Depth
from accanto.people.persons.operations import (
    add_contact,
    grant_many,
    protect_person,
    set_residence,
    set_safe_contact,
)
from tests import cast
from tests.consistency.situation import Things
from tests.scenarios import NOW, TODAY

# Who reads the case of the family and does not work on it.
READER = cast.LUCA
SURNAME = b"Zaffirelli"
# Where the family hides, and whom to call without danger.
MARKERS = (b"Via Quarzite", b"555 71 93", b"5557193", b"rifugio@", b"Zia Ametista")


def rename(things: Things) -> None:
    """To a surname that nobody else has, on staff or in a list."""
    family = things.situation.family
    for row, column in (
        (family.household, "label"),
        *((person, "last_name") for person in (family.lucia, family.marta, family.nico)),
    ):
        setattr(row, column, SURNAME.decode())
        row.save(update_fields=[column])


def hide(things: Things) -> None:
    situation = things.situation
    family = situation.family
    for person in (family.lucia, family.marta, family.nico):
        home = family.lucia.residences.get(ends_on=None).municipality
        set_residence(person=person, municipality=home, on=TODAY, address="Via Quarzite 7")
    # The mother and the little one; Marta lives with them and nobody marked her.
    for person in (family.lucia, family.nico):
        add_contact(person=person, kind="phone", value="555 71 93", note="Zia Ametista")
        add_contact(person=person, kind="email", value="rifugio@esempio.it")
        protect_person(
            person=person,
            kind="address",
            reason="violence_centre",
            source="Centro Prova",
            starts_on=TODAY,
            by=situation.anna,
            at=NOW,
        )
        set_safe_contact(person=person, who="Zia Ametista", how="555 71 93", by=situation.anna, at=NOW)
    grant_many(
        persons=[family.lucia, family.marta, family.nico],
        user=cast.user(READER),
        depth=Depth.READ,
        reason="team",
        context=situation.case.pk,
        by=situation.carla,
        at=NOW,
    )
