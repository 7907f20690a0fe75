"""Who may see whom: every queryset about people narrows itself with these conditions, and with nothing else."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from accanto.core import clock
from accanto.people.persons.compartments import fenced
from accanto.people.persons.enums import Depth, GrantReason

# Whoever is in training sees what the tutor chose and nothing else; nobody else sees anything by that.
IN_TRAINING = "training.attend"

if TYPE_CHECKING:
    from accanto.people.persons.models import AccessGrant, Bar
    from accanto.territory.staff.models import User


def grants_of(
    user: "User", *, depth: int = Depth.CARD, at: datetime | None = None
) -> "QuerySet[AccessGrant]":
    """Grants in force for `user` at `at` that reach at least `depth`.

    A grant to an office counts in full for those who coordinate it and only as a card for those who register there.
    One that does not carry the compartment of its person or case reaches nobody (`reaches`, kept by the database).
    """
    moment = at or clock.now()
    access = user.access
    mine = Q(user_id=user.pk, depth__gte=depth) | Q(office_id__in=access.coordinates, depth__gte=depth)
    if depth <= Depth.CARD and access.registers:
        mine |= Q(office_id__in=access.registers)
    grants: QuerySet[AccessGrant] = apps.get_model("persons", "AccessGrant").objects.filter(
        mine, starts_at__lte=moment, reaches=True
    )
    chosen = Q(reason=GrantReason.TRAINING)
    grants = grants.filter(chosen if user.may(IN_TRAINING) else ~chosen)
    barred = bars_against(user, moment).values("person_id")
    running = grants.filter(Q(ends_at=None) | Q(ends_at__gt=moment))
    return running.exclude(person_id__in=barred).exclude(context__in=barred_contexts(user, moment))


def bars_against(user: "User", at: datetime) -> "QuerySet[Bar]":
    """People whom `user` must not see, whatever right they have.

    In their own name the database shows them no such row, and refuses by itself; named work reads them all.
    """
    bars: QuerySet[Bar] = apps.get_model("persons", "Bar").objects.filter(user_id=user.pk, starts_at__lte=at)
    return bars.filter(Q(ends_at=None) | Q(ends_at__gt=at))


def barred_contexts(user: "User", at: datetime) -> "QuerySet[AccessGrant, Any]":
    """Cases in which they are or were: every case has a grant for each of its people."""
    given = apps.get_model("persons", "AccessGrant").objects.exclude(context=None)
    found: QuerySet[AccessGrant, Any] = given.filter(
        person_id__in=bars_against(user, at).values("person_id")
    ).values("context")
    return found


def deepest_right(user: "User", context: UUID | None, person: UUID | None) -> "QuerySet[AccessGrant, Any]":
    """Why somebody sees a case (or, without one, a person): {"reason", "depth"} of the deepest grant in force."""
    whom = Q(context=context) if context else Q(person_id=person)
    found = grants_of(user).filter(whom).order_by("-depth", "starts_at")
    return found.annotate(right=JSONObject(reason="reason", depth="depth")).values_list("right", flat=True)[
        :1
    ]


def seen_by_person(user: "User", *, depth: int = Depth.CARD, person: str = "pk") -> Exists:
    """Condition for a queryset whose `person` expression is the person's id."""
    return Exists(grants_of(user, depth=depth).filter(person_id=OuterRef(person)))


def seen_by_context(
    user: "User", *, depth: int = Depth.CARD, context: str = "pk", unit: str | None = None
) -> Exists | Q:
    """Condition for a queryset whose `context` expression is the id that grants were written for (the case).

    `unit` is the path to the unit that has the case in charge. A case is always granted in full to its unit, so those
    who coordinate it are known from the row itself, without looking among the grants; in a fenced compartment the
    grants decide.
    """
    grants = grants_of(user, depth=depth).filter(context=OuterRef(context))
    coordinates = user.access.coordinates
    if unit is None or not coordinates or depth <= Depth.CARD:
        return Exists(grants)
    kept_apart = Q(**{f"{unit.removesuffix('unit_id')}compartment__in": fenced()})
    own = Q(Exists(grants.filter(user_id=user.pk)))
    through_an_office = kept_apart & Q(Exists(grants.filter(office_id__in=coordinates)))
    not_barred = ~Q(**{f"{context}__in": barred_contexts(user, clock.now())})
    return not_barred & ~kept_apart & Q(**{f"{unit}__in": sorted(coordinates)}) | own | through_an_office
