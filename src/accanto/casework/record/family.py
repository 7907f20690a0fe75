"""A family and what is around it, as they are drawn and as they are said."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accanto.casework.cases.enums import Tie as NetworkTie
from accanto.casework.cases.enums import TieFlow
from accanto.casework.cases.household import Known
from accanto.casework.cases.models import Case, NetworkContact
from accanto.casework.projects.models import Support
from accanto.casework.record.enums import BondQuality, RelationKind
from accanto.casework.record.models import Bond, Relationship, Relative
from accanto.core.drawing.ecomap import Around
from accanto.core.drawing.family_tree import Kin, Link, Tie
from accanto.core.drawing.svg import Bond as DrawnBond
from accanto.people.households.enums import Relation
from accanto.people.households.models import Member
from accanto.people.persons.enums import Sex
from accanto.people.persons.models import Pregnancy
from accanto.people.persons.queries import age_on
from accanto.territory.staff.models import User

_SEX = {Sex.FEMALE: "F", Sex.MALE: "M"}
_LINKS = {
    RelationKind.PARENT: Link.PARENT,
    RelationKind.SPOUSE: Link.COUPLE,
    RelationKind.PARTNER: Link.LIVING,
    RelationKind.SEPARATED: Link.APART,
    RelationKind.SIBLING: Link.SIBLING,
    RelationKind.GUARDIAN: Link.GUARDIAN,
    RelationKind.OTHER: Link.CLOSE,
}


@dataclass(frozen=True)
class Row:
    """A kinship or bond in words. `url`: where it is ended."""

    pk: int
    one: str
    words: str
    other: str
    since: date | None
    sort: str
    violence: bool = False


@dataclass
class Family:
    """What is drawn (`people`, `ties`, `bonds`), and the same in words (`rows`)."""

    people: list[Kin] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)
    bonds: list[DrawnBond] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    relatives: list[Relative] = field(default_factory=list)

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [(one.key, one.name) for one in self.people]


def family_of(case: Case, user: User, members: list[Known], today: date, *, links: bool = True) -> Family:
    """Five queries. `members` have been read with the page; who has left stands outside, when a tie names them."""
    relatives = list(Relative.objects.visible_to(user).filter(case=case, mistaken=False))
    relationships = list(Relationship.objects.visible_to(user).filter(case=case).standing(today))
    bonds = list(Bond.objects.visible_to(user).filter(case=case).standing(today).told_at(case.depth))
    kinships: list[Any] = [*relationships, *bonds]
    inside = {one.member.person_id for one in members}
    named = {pk for row in kinships for pk in (row.one_person_id, row.other_person_id) if pk}
    gone = list(
        Member.objects.filter(household=case.household_id, person__in=named - inside)
        .select_related("person")
        .order_by("person_id", "pk")
        .distinct("person_id")
    )
    pregnant = set(
        Pregnancy.objects.filter(person__in=inside, ended_on=None)
        .filter(Q(expected_on__gte=today))
        .values_list("person", flat=True)
    )
    found = Family(relatives=relatives)
    found.people = [
        *(_member(one, pregnant, links) for one in members),
        *(_gone(one, today, links) for one in gone),
        *(_relative(one, today) for one in relatives),
    ]
    found.ties = [*_household_ties(members, relationships), *_said_ties(relationships)]
    found.bonds = [DrawnBond(one.quality, one.one_key, one.other_key) for one in bonds]
    names = dict(found.choices)
    # A tie with somebody whom the reader does not see is not told at all.
    told = [row for row in kinships if row.one_key in names and row.other_key in names]
    found.rows = [_bond(row, names) if isinstance(row, Bond) else _kinship(row, names) for row in told]
    return found


def _member(one: Known, pregnant: set[UUID], links: bool) -> Kin:
    person = one.member.person
    return Kin(
        key=f"p{person.pk}",
        name=person.first_name or person.last_name,
        sex=_SEX.get(Sex(person.sex), ""),
        age=one.age,
        deceased=person.died_on is not None,
        pregnant=person.pk in pregnant,
        main=one.member.relation == Relation.REFERENCE,
        url=reverse("person", args=[person.pk]) if links else "",
        words=one.relation,
    )


def _gone(one: Member, today: date, links: bool) -> Kin:
    person = one.person
    return Kin(
        key=f"p{person.pk}",
        name=person.first_name or person.last_name,
        sex=_SEX.get(Sex(person.sex), ""),
        age=age_on(person, today),
        deceased=person.died_on is not None,
        outside=True,
        words=_("has left the household"),
    )


def _relative(one: Relative, today: date) -> Kin:
    age = today.year - one.birth_year if one.birth_year and not one.deceased else None
    return Kin(
        key=f"r{one.pk}",
        name=one.name,
        sex=_SEX.get(Sex(one.sex), ""),
        age=age,
        deceased=one.deceased,
        outside=True,
        words=_("outside the household"),
    )


def _household_ties(members: list[Known], said: list[Relationship]) -> list[Tie]:
    """What the relations to the reference person say, where nothing more exact was said of the same people.

    A child whose parents were said stands under those; otherwise under the reference person and who lives with them.
    """
    first = next((one for one in members if one.member.relation == Relation.REFERENCE), None)
    if first is None:
        return []
    main = f"p{first.member.person_id}"
    by = {
        relation: [f"p{one.member.person_id}" for one in members if one.member.relation == relation]
        for relation in Relation
    }
    parented = {row.other_key for row in said if row.kind == RelationKind.PARENT}
    unions = {frozenset((row.one_key, row.other_key)) for row in said if row.kind in _UNIONS}
    ties = [
        Tie(Link.COUPLE if relation == Relation.SPOUSE else Link.LIVING, main, mate)
        for relation in (Relation.SPOUSE, Relation.PARTNER)
        for mate in by[relation]
        if frozenset((main, mate)) not in unions
    ]
    mates = [*by[Relation.SPOUSE], *by[Relation.PARTNER]][:1]
    for child in by[Relation.CHILD]:
        if child not in parented:
            ties += [Tie(Link.PARENT, parent, child) for parent in (main, *mates)]
    if main not in parented:
        ties += [Tie(Link.PARENT, parent, main) for parent in by[Relation.PARENT]]
    elders = by[Relation.PARENT][:1] or [main]
    ties += [
        Tie(Link.PARENT, elder, elders[0])
        for elder in by[Relation.GRANDPARENT]
        if elders[0] not in parented and elders[0] != main
    ]
    ties += [Tie(Link.SIBLING, main, one) for one in by[Relation.SIBLING]]
    young = by[Relation.CHILD][:1] or [main]
    return ties + [Tie(Link.PARENT, young[0], one) for one in by[Relation.GRANDCHILD] if one not in parented]


_UNIONS = (RelationKind.SPOUSE, RelationKind.PARTNER, RelationKind.SEPARATED)


def _said_ties(said: list[Relationship]) -> list[Tie]:
    return [Tie(_LINKS[RelationKind(row.kind)], row.one_key, row.other_key) for row in said]


def _kinship(row: Relationship, names: dict[str, str]) -> Row:
    return Row(
        row.pk,
        names.get(row.one_key, "–"),
        str(RelationKind(row.kind).label),
        names.get(row.other_key, "–"),
        row.starts_on,
        "parentela",
    )


def _bond(row: Bond, names: dict[str, str]) -> Row:
    return Row(
        row.pk,
        names.get(row.one_key, "–"),
        str(BondQuality(row.quality).label),
        names.get(row.other_key, "–"),
        row.starts_on,
        "legame",
        row.quality == BondQuality.VIOLENCE,
    )


@dataclass(frozen=True)
class Surroundings:
    contacts: list[NetworkContact]
    ended: list[NetworkContact]
    around: list[Around]


def surroundings_of(case: Case, user: User, today: date) -> Surroundings:
    """Two queries: the network, and the supports of projects that were signed."""
    rows = NetworkContact.objects.visible_to(user).filter(case=case).select_related("relation_to")
    contacts = list(rows.order_by("role", "name", "pk"))
    present = [one for one in contacts if one.ends_on is None or one.ends_on > today]
    ended = [one for one in contacts if one not in present]
    supports = (
        Support.objects.present()
        .filter(project__case=case, project__defined_on__isnull=False)
        .exclude(project__state="closed")
        .filter(Q(ends_on=None) | Q(ends_on__gt=today))
        .select_related("service", "project")
        .order_by("service__name", "pk")
    )
    around = [
        Around(
            one.name,
            str(one.get_role_display()),
            one.tie,
            one.flow,
            reverse("record_contact", args=[case.pk, one.pk]),
        )
        for one in present
    ]
    around += [
        Around(
            one.service.name,
            one.quantity or _("service of the project"),
            NetworkTie.ORDINARY,
            TieFlow.TO,
            reverse("project", args=[one.project_id]),
            service=True,
        )
        for one in supports
    ]
    return Surroundings(present, ended, around)
