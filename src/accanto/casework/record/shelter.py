"""What of a household must not leave on paper: whereabouts of protected people, data of whoever is restricted, names
of third persons."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from accanto.casework.cases.models import Case, NetworkContact
from accanto.casework.record.models import Relative
from accanto.core.database.context import purpose
from accanto.people.households.models import Member
from accanto.people.persons.enums import ProtectionKind
from accanto.people.persons.models import ContactPoint, Person, Residence, Restriction, SafeContact
from accanto.people.persons.naming import fold
from accanto.people.persons.whereabouts import protection_on, sheltered, whereabouts_of, with_whereabouts

# Shorter ones would be found everywhere.
_SHORTEST = 5


@dataclass(frozen=True)
class Shelter:
    """`secrets`: addresses, telephones and e-mails of protected people. `towns`: where those live whose whereabouts
    are told to nobody. `restricted`: whose data are only kept."""

    secrets: tuple[str, ...]
    towns: tuple[str, ...]
    protected: tuple[str, ...]
    restricted: tuple[Person, ...]
    thirds: tuple[tuple[str, str], ...]

    @property
    def restricted_ids(self) -> frozenset[UUID]:
        return frozenset(one.pk for one in self.restricted)

    def names_restricted(self, text: str) -> bool:
        """Whether the words name somebody whose data are restricted."""
        words = f" {fold(text)} "
        return any(f" {fold(one.first_name)} " in words for one in self.restricted if fold(one.first_name))

    def secrets_in(self, text: str) -> list[str]:
        plain = _plain(text)
        return [secret for secret in self.secrets if _plain(secret) in plain]

    def cover(self, text: str) -> str:
        """Protected whereabouts become «[protected]», third persons what they are."""
        covered = text
        for secret in (*self.secrets, *self.towns):
            covered = _replaced(covered, secret, _("[protected]"))
        for name, role in self.thirds:
            covered = _replaced(covered, name, f"[{role}]")
        # Written in a way that was not found letter by letter: better nothing than a home.
        return (
            _("[covered: a protected address or telephone stands here]")
            if self.secrets_in(covered)
            else covered
        )


def shelter_of(case: Case, on: date) -> Shelter:
    """Read whatever the reader's own right: whoever does not see a protected address may not print it either."""
    members = list(Member.objects.filter(household=case.household_id).values_list("person", flat=True))
    with purpose("record.shelter"):
        rows = list(
            with_whereabouts(
                Member.objects.filter(household=case.household_id).select_related("person"), on
            ).order_by("pk")
        )
        found = sheltered([whereabouts_of(row) for row in rows])
        hidden = [row.person for row, where in zip(rows, found, strict=True) if where.protected]
        secrets = _secrets([one.pk for one in hidden])
        towns = _towns([one.pk for one in hidden], case, on)
        people = Restriction.objects.filter(person__in=members, ends_at=None).values("person")
        restricted = list(Person.objects.filter(pk__in=people).order_by("pk"))
        contacts = NetworkContact.objects.filter(case=case).order_by("pk")
        thirds = [(one.name, str(one.get_role_display())) for one in contacts]
        relatives = Relative.objects.filter(case=case).order_by("pk").values_list("name", flat=True)
        thirds += [(name, _("a relative")) for name in relatives]
    return Shelter(
        secrets=tuple(sorted(secrets, key=lambda one: (-len(one), one))),
        towns=tuple(sorted(towns)),
        protected=tuple(str(one) for one in hidden),
        restricted=tuple(restricted),
        thirds=tuple(sorted(thirds, key=lambda one: (-len(one[0]), one[0]))),
    )


def _secrets(people: Iterable[UUID]) -> set[str]:
    """Also those of before: a home that was left is told to nobody either."""
    ids = list(people)
    said = [
        *Residence.objects.filter(person__in=ids).values_list("address", flat=True),
        *ContactPoint.objects.filter(person__in=ids).values_list("value", flat=True),
        *SafeContact.objects.filter(person__in=ids).values_list("how", flat=True),
        *SafeContact.objects.filter(person__in=ids).values_list("post_to", flat=True),
    ]
    return {one for one in said if len(_plain(one)) >= _SHORTEST}


def _towns(people: Iterable[UUID], case: Case, on: date) -> set[str]:
    """Not the town of the service that follows them: it stands on every paper, and tells nothing."""
    ids = list(people)
    if not ids:
        return set()
    rows = Person.objects.filter(pk__in=ids).annotate(shield=protection_on(on, person="pk"))
    shielded = rows.filter(shield=ProtectionKind.WHEREABOUTS).values("pk")
    homes = Residence.objects.filter(person__in=shielded, ends_on=None)
    return set(homes.exclude(municipality=case.unit.seat_id).values_list("municipality__name", flat=True))


def _plain(text: str) -> str:
    return "".join(letter for letter in fold(text) if letter.isalnum())


def _replaced(text: str, secret: str, to: str) -> str:
    """Whatever stands between its words: spaces, commas, hyphens; capitals do not hide it."""
    parts = [part for part in re.split(r"[^\w]+", secret) if part]
    if not parts:
        return text
    pattern = r"(?<!\w)" + r"[\W_]*".join(map(re.escape, parts)) + r"(?!\w)"
    return re.sub(pattern, lambda _found: to, text, flags=re.IGNORECASE)
