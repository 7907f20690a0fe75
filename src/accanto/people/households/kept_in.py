"""What of the people of a household must not leave the service: where protected people are, how they are reached, and
the data of whoever has them restricted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from accanto.core.database.context import purpose
from accanto.core.errors import OperationRefused
from accanto.people.households.models import Member
from accanto.people.persons.enums import ProtectionKind
from accanto.people.persons.models import ContactPoint, Person, Residence, Restriction, SafeContact
from accanto.people.persons.naming import fold
from accanto.people.persons.whereabouts import protection_on, sheltered, whereabouts_of, with_whereabouts
from accanto.territory.bodies.models import Office

# Shorter ones would be found everywhere.
_SHORTEST = 5
# «A.» and «E» are words too.
SHORTEST_NAME = 3


@dataclass(frozen=True)
class KeptIn:
    """`secrets`: addresses, telephones and e-mails of protected people. `towns`: where those live whose whereabouts
    are told to nobody. `restricted`: whose data are only kept. `names`: of everybody who is or was of the household,
    name and surname both ways round, as they are compared."""

    secrets: tuple[str, ...]
    towns: tuple[str, ...]
    protected: tuple[str, ...]
    restricted: tuple[Person, ...]
    names: tuple[str, ...]

    @property
    def restricted_ids(self) -> frozenset[UUID]:
        return frozenset(one.pk for one in self.restricted)

    def names_restricted(self, text: str) -> bool:
        """Whether the words name somebody whose data are restricted: one or two letters, only with the surname."""
        words = f" {fold(text)} "
        return any(f" {name} " in words for one in self.restricted for name in _told_by(one))

    def is_of_the_household(self, name: str) -> bool:
        """Whether somebody of the household is called so, in part or in full: «Marta», «Marta Campioni», «Campioni»."""
        return any(f" {fold(name)} " in f" {one} " for one in self.names)

    def secrets_in(self, text: str) -> list[str]:
        plain = letters_of(text)
        return [secret for secret in self.secrets if letters_of(secret) in plain]

    def towns_in(self, text: str) -> list[str]:
        words = f" {fold(text)} "
        return [town for town in self.towns if f" {fold(town)} " in words]

    def refuse(self, words: Mapping[str, object], *, told: str = "") -> None:
        """`words`: field → text. `told`: where the paper goes, which the towns named in it do not betray.

        :raises OperationRefused: beside the first field that holds what must not leave.
        """
        open_towns = set(self.towns_in(told))
        for field, given in words.items():
            text = str(given)
            if self.secrets_in(text):
                raise OperationRefused(
                    _("A protected address or telephone stands here, and must not leave: take it out."),
                    field=field,
                )
            if set(self.towns_in(text)) - open_towns:
                raise OperationRefused(
                    _(
                        "The town of somebody whom nobody may find stands here, and must not leave: take it out."
                    ),
                    field=field,
                )
            if self.names_restricted(text):
                raise OperationRefused(
                    _(
                        "Somebody whose data are restricted (GDPR art. 18) is named here, and their data do not leave."
                    ),
                    field=field,
                )


def kept_in(household_id: UUID, unit_id: int, on: date) -> KeptIn:
    """Read whatever the reader's own right: whoever does not see a protected address may not print it either.

    :param unit_id: the service that follows them; its town stands on every paper, and tells nothing.
    """
    members = Member.objects.filter(household=household_id)
    with purpose("households.kept_in"):
        rows = list(with_whereabouts(members.select_related("person"), on).order_by("pk"))
        found = sheltered([whereabouts_of(row) for row in rows])
        hidden = [row.person for row, where in zip(rows, found, strict=True) if where.protected]
        secrets = _secrets([one.pk for one in hidden])
        towns = _towns([one.pk for one in hidden], unit_id, on)
        ids = [row.person_id for row in rows]
        people = Restriction.objects.filter(person__in=ids, ends_at=None).values("person")
        restricted = list(Person.objects.filter(pk__in=people).order_by("pk"))
    return KeptIn(
        secrets=tuple(sorted(secrets, key=lambda one: (-len(one), one))),
        towns=tuple(sorted(towns)),
        protected=tuple(str(one) for one in hidden),
        restricted=tuple(restricted),
        names=tuple(name for row in rows for name in _both_ways(row.person)),
    )


def letters_of(text: str) -> str:
    """Letters and digits alone: spaces, commas and capitals hide no address and no telephone."""
    return "".join(letter for letter in fold(text) if letter.isalnum())


def _told_by(person: Person) -> list[str]:
    first = fold(person.first_name)
    if len(letters_of(first)) >= SHORTEST_NAME:
        return [first]
    return _both_ways(person) if first and fold(person.last_name) else []


def _both_ways(person: Person) -> list[str]:
    first, last = fold(person.first_name), fold(person.last_name)
    return [f"{first} {last}".strip(), f"{last} {first}".strip()]


def _secrets(people: Iterable[UUID]) -> set[str]:
    """Also those of before: a home that was left is told to nobody either."""
    ids = list(people)
    said = [
        *Residence.objects.filter(person__in=ids).values_list("address", flat=True),
        *ContactPoint.objects.filter(person__in=ids).values_list("value", flat=True),
        *SafeContact.objects.filter(person__in=ids).values_list("how", flat=True),
        *SafeContact.objects.filter(person__in=ids).values_list("post_to", flat=True),
    ]
    return {one for one in said if len(letters_of(one)) >= _SHORTEST}


def _towns(people: Iterable[UUID], unit_id: int, on: date) -> set[str]:
    ids = list(people)
    if not ids:
        return set()
    rows = Person.objects.filter(pk__in=ids).annotate(shield=protection_on(on, person="pk"))
    shielded = rows.filter(shield=ProtectionKind.WHEREABOUTS).values("pk")
    homes = Residence.objects.filter(person__in=shielded, ends_on=None)
    seat = Office.objects.filter(pk=unit_id).values("seat")
    return set(homes.exclude(municipality__in=seat).values_list("municipality__name", flat=True))
