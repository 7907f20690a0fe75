"""Who may see whom: every queryset about people narrows itself with these conditions, and with nothing else."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BooleanField,
    DateTimeField,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    UUIDField,
    Value,
)
from django.db.models.expressions import RawSQL
from django.db.models.functions import JSONObject

from accanto.core import clock
from accanto.people.persons.compartments import fenced
from accanto.people.persons.enums import Depth, GrantReason

# Whoever is in training sees what the tutor chose and nothing else; nobody else sees anything by that.
IN_TRAINING = "training.attend"

if TYPE_CHECKING:
    from accanto.people.persons.models import AccessGrant
    from accanto.territory.staff.models import User


def asked_at() -> datetime:
    """Who sees what is decided at the moment of asking; a room whose own rule depends on it takes it from here."""
    return clock.now()


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
    running = grants.filter(Q(ends_at=None) | Q(ends_at__gt=moment))
    return running.filter(Apart("person_id", BarredPeople(user, moment))).filter(
        Q(context=None) | Q(Apart("context", BarredContexts(user, moment)))
    )


def apart_from(user: "User") -> RawSQL:
    """Ids of the people of whom `user` learns nothing, not even from a list in which they stand (view `acc_apart`).

    Those behind a fence that no right of theirs passes, and those whom they must not see. In their own name the
    database hides both by itself; what is counted or proposed under a named purpose must ask.
    """
    return ids_from("acc_apart_from", user)


def ids_from(function: str, user: "User") -> RawSQL:
    """Ids that a function of the database gives for whoever has the rights of `user`: to be used with `__in`."""
    access = user.access
    rights = [
        user.pk,
        sorted(access.coordinates),
        sorted(access.registers),
        user.may(IN_TRAINING),
        clock.now(),
    ]
    asked = (
        f"SELECT unnest({function}(%s::integer, %s::bigint[], %s::bigint[], %s::boolean, %s::timestamptz))"
    )
    return RawSQL(asked, rights)  # noqa: S611 - the function is one of ours, the rest are parameters


class BarredPeople(Func):
    """Ids of the people whom `user` must not see at a moment: one look-up for a query, whatever it joins."""

    function = "acc_barred_people"
    template = "(SELECT %(function)s(%(expressions)s))::uuid[]"
    output_field = ArrayField(UUIDField())

    def __init__(self, user: "User", at: datetime) -> None:
        super().__init__(Value(user.pk), Value(at, output_field=DateTimeField()))


class BarredContexts(BarredPeople):
    """Cases in which they are or were: every case has a grant for each of its people."""

    function = "acc_barred_contexts"


class Apart(Func):
    """Whether an id is none of an array's."""

    template = "%(expressions)s)"
    arg_joiner = " <> ALL ("
    output_field = BooleanField()

    def __init__(self, column: str, barred: BarredPeople) -> None:
        super().__init__(F(column), barred)


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


def not_barred(user: "User", *, context: str) -> Q:
    """Condition for a queryset whose `context` expression is a case: nobody of it may be barred from `user`."""
    return Q(Apart(context, BarredContexts(user, clock.now())))


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
    coordinated = not_barred(user, context=context) & ~kept_apart & Q(**{f"{unit}__in": sorted(coordinates)})
    return coordinated | own | through_an_office
