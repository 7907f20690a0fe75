"""Whom an extract is about: the cases and households that may be told, and the names that may not."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from accanto.casework.cases.models import Case
from accanto.core.database.context import serving
from accanto.people.households.models import Member
from accanto.people.households.relations import relation_in_words
from accanto.people.persons.compartments import fenced
from accanto.people.persons.enums import Depth
from accanto.people.persons.extracts import Span, Subject, names_kept
from accanto.people.persons.models import Person
from accanto.people.persons.whereabouts import whereabouts_of, with_whereabouts
from accanto.steering.privacy.extracting.hiding import Other, hider
from accanto.territory.staff.models import User


def may_prepare(user: User, person: UUID, on: date) -> bool:
    """Whoever reads every case that would be told. What lies in a fenced compartment does not count: it is not told.

    The privacy officer, who reads nobody, sees that an extract was issued and never what it says.
    """
    if not user.may("privacy.govern"):
        return False
    told = told_cases(person)
    if told:
        return Case.objects.visible_to(user, Depth.READ).filter(pk__in=told).count() == len(told)
    return Person.objects.visible_to(user).filter(pk=person).exists()


@serving("extract")
def told_cases(person: UUID) -> list[UUID]:
    """The person's cases outside the fences."""
    return list(_spans(_memberships(person)))


def subject_of(person: Person, on: date, *, covered: Iterable[str] = ()) -> Subject:
    """Under a named purpose. `covered`: further names to hide, as whoever prepares the extract has read them."""
    own = _memberships(person.pk)
    spans = _spans(own)
    households = _households(own, spans)
    row = with_whereabouts(Person.objects.filter(pk=person.pk), on, person="pk").get()
    others = [*_members(person, own, households), *_named(households, spans, covered)]
    return Subject(
        person=person,
        on=on,
        spans=spans,
        households=households,
        sheltered=whereabouts_of(row).protected,
        hide=hider(person.first_name, person.last_name, others),
    )


def _memberships(person: UUID) -> list[Member]:
    return list(Member.objects.filter(person=person).order_by("starts_on", "pk"))


def _spans(own: list[Member]) -> dict[UUID, tuple[Span, ...]]:
    """Cases outside the fences whose time meets a membership, with those memberships."""
    cases = Case.objects.filter(household__in={row.household_id for row in own})
    found = {}
    for case in cases.exclude(compartment__in=fenced()).order_by("opened_on", "pk"):
        spans = [
            Span(row.starts_on, row.ends_on)
            for row in own
            if row.household_id == case.household_id and _meets(row, case)
        ]
        if spans:
            found[case.pk] = tuple(spans)
    return found


def _meets(row: Member, case: Case) -> bool:
    return (row.ends_on is None or row.ends_on > case.opened_on) and (
        row.starts_on is None or case.closed_on is None or row.starts_on <= case.closed_on
    )


def _households(own: list[Member], spans: dict[UUID, tuple[Span, ...]]) -> frozenset[UUID]:
    """Those of the cases that are told, and those without any case: one that only a fenced case knows is not told."""
    mine = {row.household_id for row in own}
    with_cases = set(Case.objects.filter(household__in=mine).values_list("household", flat=True))
    told = set(Case.objects.filter(pk__in=list(spans)).values_list("household", flat=True))
    return frozenset((mine - with_cases) | told)


def _members(person: Person, own: list[Member], households: frozenset[UUID]) -> list[Other]:
    relation = {row.household_id: row.relation for row in own}
    rows = Member.objects.filter(household__in=households).exclude(person=person).select_related("person")
    return [
        Other(
            row.person.first_name,
            row.person.last_name,
            relation_in_words(relation[row.household_id], row.relation, row.person.sex),
        )
        for row in rows.order_by("pk")
    ]


def _named(households: frozenset[UUID], spans: Iterable[UUID], covered: Iterable[str]) -> list[Other]:
    """Names kept as words: which is the surname is not known, so each word of two or more is also one of its own."""
    words = _("somebody else")
    found = []
    for name in [*names_kept(households, spans), *covered]:
        first, _space, last = name.strip().partition(" ")
        found.append(Other(first, last, words))
    return found


def held(person: UUID, on: date) -> Q:
    """A court hold that stands on a day."""
    return Q(person=person, starts_on__lte=on) & (Q(ends_on=None) | Q(ends_on__gt=on))
