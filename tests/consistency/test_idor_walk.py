"""Every account at every address with every id: what opens is what the bare tables say, and nothing else."""

from collections import Counter
from collections.abc import Iterable
from contextlib import suppress

import pytest
from django.db import transaction

from accanto.casework.cases.operations import move_case
from accanto.core.errors import OperationRefused
from accanto.people.persons.models import Person
from accanto.people.persons.operations import bar
from tests import cast
from tests.consistency.situation import Things
from tests.consistency.test_url_matrix import morning
from tests.consistency.visits import TABLE
from tests.hunt.idor import Walk, report
from tests.hunt.kinds import KINDS
from tests.scenarios import NOW, family_in_charge

__all__ = ["morning"]


def _put(things: Things, names: Iterable[str]) -> None:
    """Each of these, unless what came before it stands in the way (one room, one hour, one pathway)."""
    for name in names:
        with suppress(OperationRefused), transaction.atomic():
            things.of(name)


def _fill() -> None:
    """Everything of Anna's family; one of Giulia's; one behind a fence; one that Carla must not see."""
    _put(
        Things(),
        dict.fromkeys(
            str(thing) for line in TABLE["urls"].values() for thing in line.get("with", {}).values()
        ),
    )
    family_in_charge("Prova", worker=cast.GIULIA, unit="servizio-quarrata", town="Quarrata")
    hidden = Things()
    hidden.situation = family_in_charge("Finti")
    _put(hidden, ("document", "application", "pact", "project", "declaration"))
    move_case(
        case=hidden.situation.case,
        compartment="violence",
        staying=[],
        whole=Person.objects.filter(last_name="Finti"),
        reason="Richiesta del centro",
        by=hidden.situation.anna,
        at=NOW,
    )
    barred = Things()
    barred.situation = family_in_charge("Modello")
    _put(barred, ("document", "application", "assessment"))
    bar(
        user=cast.user(cast.CARLA),
        persons=[barred.situation.family.nico],
        reason="relative",
        source="x",
        by=barred.situation.anna,
        at=NOW,
    )


@pytest.mark.django_db
def test_every_id_opens_for_whom_the_tables_say_and_for_nobody_else() -> None:
    _fill()
    walk = Walk([cast.user(name) for name in cast.EVERYBODY], most=1)
    assert walk.beyond() == []
    found = walk.wrong()
    assert report(found) == "", Counter(one.url.split("/")[1] for one in found)
    assert walk.asked > 1_500
    assert walk.compared > 900


def test_every_kind_of_row_that_belongs_to_a_family_is_walked() -> None:
    """A member and the other of two people are named by a second id, beside the first: the matrix asks for both."""
    assert set(TABLE["family"]) - set(KINDS) == {"member", "other_person"}
