"""The demo zone: reference, staff, history, present."""

from datetime import datetime

from django.db import transaction

from accanto.core.errors import OperationRefused
from accanto.faces.demo.history import write_history
from accanto.faces.demo.people import Inventor, zone_towns
from accanto.faces.demo.present import Present
from accanto.faces.demo.reference import load_reference
from accanto.faces.demo.scribe import Scribe
from accanto.faces.demo.staff import load_staff
from accanto.people.persons.models import Person
from accanto.territory.staff.models import User

SEED = 2018


class NotEmpty(OperationRefused):
    """The instance already holds people: the demo zone is loaded into an empty one only."""


def is_empty() -> bool:
    return not Person.objects.exists()


def refuse_unless_empty() -> None:
    if not is_empty():
        raise NotEmpty(
            "This instance already holds people, and the demo zone is loaded into an empty one:"
            " choose another folder with ACCANTO_HOME."
        )


@transaction.atomic
def load_zone_with_staff(at: datetime) -> None:
    load_reference(at)
    load_staff()


@transaction.atomic
def load_demo(at: datetime) -> None:
    """:raises NotEmpty: there are people already."""
    refuse_unless_empty()
    load_zone_with_staff(at)
    towns = zone_towns()
    scribe = Scribe(Inventor(SEED, towns))
    write_history(scribe, towns, by=User.objects.get(username="marco.inventati"))
    Present(scribe, towns, at).load()
