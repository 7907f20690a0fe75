"""The members of a household with the facts that a page of its case tells; one query."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from accanto.people.households.enums import Relation
from accanto.people.households.models import Household, Member
from accanto.people.persons.enums import Depth, ProtectionKind
from accanto.people.persons.models import Identifier, Restriction
from accanto.people.persons.queries import age_on, born_words
from accanto.people.persons.told_names import teller
from accanto.people.persons.whereabouts import (
    Output,
    Whereabouts,
    sheltered,
    told_address,
    whereabouts_of,
    with_whereabouts,
)

_SEX = {"f": "F", "m": "M"}


@dataclass(frozen=True)
class Known:
    """A member as the case tells them. Below `Depth.READ` codes are left out; `where` has passed `told_address`."""

    member: Member
    name: str
    age: int | None
    relation: str
    code: str
    where: Whereabouts
    born: str = ""
    restricted: bool = False

    @property
    def protected_words(self) -> str:
        """What the badge means, for whoever sees it."""
        if self.where.protection == ProtectionKind.WHEREABOUTS:
            return _("Where this person can be found is told only to those who work on the case.")
        return _("Address and telephone are told only to those who work on the case; no letter carries them.")

    @property
    def restricted_words(self) -> str:
        """What may still be done, GDPR art. 18, par. 2."""
        return _(
            "What is known of this person stays as it is; it is used with their consent, for a claim, to protect"
            " somebody else or for an important public interest."
        )

    @property
    def drawn(self) -> dict[str, Any]:
        """As the genogram takes it."""
        person = self.member.person
        return {
            "name": person.first_name or person.last_name,
            "sex": _SEX.get(person.sex, "other"),
            "age": self.age,
            "relation": self.member.relation,
            "deceased": person.died_on is not None,
        }


def known_members(
    household: Household, today: date, depth: int, *, output: Output = Output.SCREEN
) -> list[Known]:
    """Present members, reference person first, then by age."""
    present = list(_rows(household, today).filter(_present(today)))
    found = sheltered([whereabouts_of(row) for row in present])
    told = [told_address(one, depth=depth, output=output) for one in found]
    rows = [_known(row, where, today, depth) for row, where in zip(present, told, strict=True)]
    return sorted(rows, key=lambda k: (k.member.relation != Relation.REFERENCE, -(k.age or 0), k.member.pk))


def former_members(household: Household, today: date) -> list[Member]:
    """Who lived there and no longer does, each once, the last to leave first: not those who live there still, whose
    membership was only told anew when the reference person changed."""
    here = Member.objects.filter(_present(today), household=household)
    gone = Member.objects.filter(household=household, ends_on__lte=today).exclude(
        person__in=here.values("person")
    )
    last = {row.person_id: row for row in sorted(gone.select_related("person"), key=_stayed)}
    return sorted(last.values(), key=_stayed, reverse=True)


def _stayed(row: Member) -> tuple[date, bool, int]:
    # One that begins and ends on the day of a death tells less than the one before.
    return row.ends_on or date.max, row.starts_on != row.ends_on, row.pk


def facts(members: Sequence[Known], depth: int) -> list[dict[str, Any]]:
    """Where they live and how to reach them without doing harm."""
    if not members:
        return []
    first = members[0].where
    protected = any(known.where.protected for known in members)
    tags = [{"label": _("protected"), "tone": "restricted", "icon": "locked"}] if protected else []
    found: list[dict[str, Any]] = [{"label": _("Residence"), "value": first.town, "tags": tags}]
    if depth >= Depth.READ:
        found.append({"label": _("Safe contact"), "value": reach(first)})
    return found


def reach(where: Whereabouts) -> str:
    """The safe way when there is one; of a protected person nothing else is told here."""
    if where.safe_contact:
        return where.safe_contact
    if where.protected:
        return _("ask whoever follows the case")
    return " · ".join(part for part in (where.phone, where.phone_note) if part)


def _present(today: date) -> Q:
    begun = Q(starts_on=None) | Q(starts_on__lte=today)
    return begun & (Q(ends_on=None) | Q(ends_on__gt=today))


def _rows(household: Household, today: date) -> QuerySet[Any]:
    code = Identifier.objects.filter(person=OuterRef("person"), valid_to=None).order_by("kind")
    members = Member.objects.filter(household=household).select_related("person")
    restricted = Exists(Restriction.objects.filter(person=OuterRef("person"), ends_at=None))
    rows: QuerySet[Any] = with_whereabouts(members, today).annotate(
        code=Subquery(code.values("value")[:1]), restricted=restricted
    )
    return rows


def _known(row: Any, where: Whereabouts, today: date, depth: int) -> Known:
    return Known(
        member=row,
        name=str(row.person),
        age=age_on(row.person, today),
        relation=str(Relation(row.relation).label),
        code=(row.code or "") if depth >= Depth.READ and teller() is None else "",
        where=where,
        born=born_words(row.person),
        restricted=row.restricted,
    )
