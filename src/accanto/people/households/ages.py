"""Nobody is younger than their own child: asked when a household is made, when somebody joins it, and when a day of
birth is corrected."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from accanto.core.errors import OperationRefused
from accanto.core.templatetags.accanto_ui import date_words
from accanto.people.households.enums import Relation
from accanto.people.households.models import Member
from accanto.people.persons.models import Person

# Relations to the reference person of whoever must be younger, and of whoever must be older.
_YOUNGER = {Relation.CHILD, Relation.GRANDCHILD}
_OLDER = {Relation.PARENT, Relation.GRANDPARENT}


class AgesRefused(OperationRefused):
    """A parent would be younger than a child. The message names both and says what to check."""


def check_ages(members: Iterable[tuple[Person, str]], *, field: str = "relation") -> None:
    """Against the reference person, and parents against children: those of whom a day of birth is known.

    :raises AgesRefused: the first two who cannot be what they are said to be.
    """
    known = [(person, Relation(relation)) for person, relation in members if person.birth_date]
    for elder, _one in ((p, r) for p, r in known if r == Relation.REFERENCE):
        for person, relation in known:
            if relation in _YOUNGER:
                refuse_unless_older(elder, person, field)
            elif relation in _OLDER:
                refuse_unless_older(person, elder, field)
    for elder in (p for p, r in known if r in _OLDER):
        for person in (p for p, r in known if r in _YOUNGER):
            refuse_unless_older(elder, person, field)


def check_birth_in_households(person_id: UUID, born_on: date) -> None:
    """A new day of birth, in every household in which the person lives.

    :raises AgesRefused: it makes a parent younger than a child.
    """
    homes = Member.objects.filter(person=person_id, ends_on=None).values("household")
    rows = Member.objects.filter(household__in=homes, ends_on=None).select_related("person")
    by_home: dict[UUID, list[tuple[Person, str]]] = {}
    for row in rows:
        if row.person_id == person_id:
            row.person.birth_date = born_on
        by_home.setdefault(row.household_id, []).append((row.person, row.relation))
    for members in by_home.values():
        check_ages(members, field="birth_date")


def refuse_unless_older(elder: Person, younger: Person, field: str) -> None:
    """Of two people who were told to be parent and child, or grandparent and grandchild, in whatever room.

    :raises AgesRefused: both days of birth are known, and the elder was not born first.
    """
    if elder.birth_date is None or younger.birth_date is None or elder.birth_date < younger.birth_date:
        return
    raise AgesRefused(
        _(
            "%(elder)s, born on %(elder_day)s, cannot be parent or grandparent of %(younger)s, born on"
            " %(younger_day)s: correct the date of birth of one of them, or choose another relation."
        )
        % {
            "elder": elder,
            "elder_day": date_words(elder.birth_date),
            "younger": younger,
            "younger_day": date_words(younger.birth_date),
        },
        field=field,
    )
