"""The members of a household with the facts that a page of its case tells; one query."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from accanto.people.households.enums import Relation
from accanto.people.households.models import Household, Member
from accanto.people.persons.enums import ContactKind, Depth
from accanto.people.persons.models import ContactPoint, Identifier, Residence
from accanto.people.persons.queries import age_on

_SEX = {"f": "F", "m": "M"}


@dataclass(frozen=True)
class Known:
    """A member as the case tells them. Below `Depth.READ` codes and telephones are left out."""

    member: Member
    name: str
    age: int | None
    relation: str
    code: str
    town: str
    address: str
    protected: bool
    phone: str
    phone_note: str

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


def known_members(household: Household, today: date, depth: int) -> list[Known]:
    """Present members, reference person first, then by age."""
    rows = [_known(row, today, depth) for row in _rows(household).filter(_present(today))]
    return sorted(rows, key=lambda k: (k.member.relation != Relation.REFERENCE, -(k.age or 0), k.member.pk))


def former_members(household: Household, today: date) -> QuerySet[Member]:
    return (
        Member.objects.filter(household=household, ends_on__lte=today)
        .select_related("person")
        .order_by("-ends_on")
    )


def facts(members: Sequence[Known], depth: int) -> list[dict[str, Any]]:
    """Where they live and how to reach them without doing harm."""
    if not members:
        return []
    first = members[0]
    protected = any(known.protected for known in members)
    tags = [{"label": _("protected"), "tone": "restricted", "icon": "locked"}] if protected else []
    found: list[dict[str, Any]] = [{"label": _("Residence"), "value": first.town, "tags": tags}]
    if depth >= Depth.READ:
        reach = " · ".join(part for part in (first.phone, first.phone_note) if part)
        found.append({"label": _("Safe contact"), "value": reach})
    return found


def _present(today: date) -> Q:
    begun = Q(starts_on=None) | Q(starts_on__lte=today)
    return begun & (Q(ends_on=None) | Q(ends_on__gt=today))


def _rows(household: Household) -> QuerySet[Member]:
    residence = Residence.objects.filter(person=OuterRef("person"), ends_on=None)
    phone = ContactPoint.objects.filter(
        person=OuterRef("person"), kind=ContactKind.PHONE, ends_on=None
    ).order_by("-id")
    code = Identifier.objects.filter(person=OuterRef("person"), valid_to=None).order_by("kind")
    return (
        Member.objects.filter(household=household)
        .select_related("person")
        .annotate(
            code=Subquery(code.values("value")[:1]),
            town=Subquery(residence.annotate(town=F("municipality__name")).values("town")[:1]),
            address=Subquery(residence.values("address")[:1]),
            protected=Subquery(residence.values("protected")[:1]),
            phone=Subquery(phone.values("value")[:1]),
            phone_note=Subquery(phone.values("note")[:1]),
        )
    )


def _known(row: Any, today: date, depth: int) -> Known:
    deep = depth >= Depth.READ
    return Known(
        member=row,
        name=str(row.person),
        age=age_on(row.person, today),
        relation=str(Relation(row.relation).label),
        code=(row.code or "") if deep else "",
        town=row.town or "",
        address=(row.address or "") if deep else "",
        protected=bool(row.protected),
        phone=(row.phone or "") if deep else "",
        phone_note=(row.phone_note or "") if deep else "",
    )
