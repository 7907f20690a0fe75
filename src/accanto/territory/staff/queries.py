"""Reading operators: hours, full-time equivalents, who coordinates what."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import DecimalField, ExpressionWrapper, F, Prefetch, Q, QuerySet, Sum

from accanto.territory.bodies.models import Office
from accanto.territory.staff.models import Contract, OfficePost, Operator, RoleGrant, User
from accanto.territory.staff.roles import ROLES


def in_force(on: date) -> Q:
    """Rows `starts_on`–`ends_on` (half-open) that hold on a day."""
    return Q(starts_on__lte=on) & (Q(ends_on=None) | Q(ends_on__gt=on))


def weekly_hours(user: User, on: date) -> Decimal:
    """Hours a week under all contracts in force."""
    rows = Contract.objects.filter(in_force(on), operator__user=user)
    return rows.aggregate(hours=Sum("weekly_hours"))["hours"] or Decimal(0)


def weekly_hours_of(user_ids: list[int], on: date) -> dict[int, Decimal]:
    """The same for many; who has no contract is missing."""
    rows = Contract.objects.filter(in_force(on), operator__in=user_ids)
    found = rows.values("operator").annotate(hours=Sum("weekly_hours"))
    return {row["operator"]: row["hours"] for row in found}


def full_time_equivalents(on: date, *, profession: str = "", area: str = "") -> dict[str, Decimal]:
    """Full-time equivalents by employer, each contract measured against its own full-time week.

    LEPS on social workers (art. 1 c. 797 L. 178/2020) counts `profession="social_worker"`, `area="social"`.
    """
    rows = Contract.objects.filter(in_force(on))
    if profession:
        rows = rows.filter(operator__profession=profession)
    if area:
        rows = rows.filter(area=area)
    share = ExpressionWrapper(
        F("weekly_hours") / F("full_time_hours"), output_field=DecimalField(max_digits=8, decimal_places=4)
    )
    found = rows.values("employer__name").annotate(fte=Sum(share)).order_by("employer__name")
    return {row["employer__name"]: row["fte"].quantize(Decimal("0.01")) for row in found}


def coordinators_of(office: Office, on: date) -> list[RoleGrant]:
    """Who sees in full the people of an office: those who coordinate it or an office above it."""
    roles = [code for code, role in ROLES.items() if "people.coordinate" in role.permissions]
    parents = dict(Office.objects.values_list("id", "parent_id"))
    above: list[int] = []
    current: int | None = office.pk
    while current is not None and current not in above:
        above.append(current)
        current = parents.get(current)
    rows = RoleGrant.objects.filter(in_force(on), role__in=roles, office__in=above, user__is_active=True)
    return list(rows.select_related("user", "office").order_by("user__last_name", "id"))


@dataclass
class Desk:
    """One line of the staff list: an operator in one office."""

    operator: Operator
    hours: Decimal
    roles: list[str]
    functions: list[str]


@dataclass
class OfficeStaff:
    office: Office
    desks: list[Desk] = field(default_factory=list)

    @property
    def hours(self) -> Decimal:
        return sum((desk.hours for desk in self.desks), Decimal(0))


def operators_with_facts(on: date) -> QuerySet[Operator]:
    """Operators with contracts, posts and roles in force; four queries for all of them."""
    return (
        Operator.objects.select_related("user", "organisation")
        .filter(user__is_active=True)
        .prefetch_related(
            Prefetch("contracts", Contract.objects.filter(in_force(on)), to_attr="running_contracts"),
            Prefetch(
                "user__posts",
                OfficePost.objects.filter(in_force(on)).select_related("office__organisation"),
                to_attr="running_posts",
            ),
            Prefetch(
                "user__role_grants",
                RoleGrant.objects.filter(in_force(on)).select_related("office"),
                to_attr="running_roles",
            ),
        )
        .order_by("user__last_name", "user__first_name")
    )


def by_office(operators: QuerySet[Operator]) -> list[OfficeStaff]:
    """Operators under each office where they hold a post; who has none stands nowhere."""
    found: dict[int, OfficeStaff] = {}
    seen: defaultdict[int, set[int]] = defaultdict(set)
    for operator in operators:
        desk = _desk(operator)
        for post in operator.user.running_posts:  # type: ignore[attr-defined]
            if operator.pk in seen[post.office_id]:
                continue
            seen[post.office_id].add(operator.pk)
            found.setdefault(post.office_id, OfficeStaff(post.office)).desks.append(desk)
    return sorted(found.values(), key=lambda o: (o.office.organisation.name, o.office.name))


def _desk(operator: Operator) -> Desk:
    contracts = operator.running_contracts  # type: ignore[attr-defined]
    roles = operator.user.running_roles  # type: ignore[attr-defined]
    return Desk(
        operator=operator,
        hours=sum((contract.weekly_hours for contract in contracts), Decimal(0)),
        roles=[ROLES[grant.role].label for grant in roles],
        functions=sorted({name for contract in contracts for name in contract.functions}),
    )


def holders_of(permission: str, on: date) -> QuerySet[User]:
    """Active accounts whose roles give a permission on a day."""
    roles = [code for code, role in ROLES.items() if permission in role.permissions]
    held = RoleGrant.objects.filter(in_force(on), role__in=roles)
    return User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("pk")
