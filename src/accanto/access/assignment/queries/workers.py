"""Social workers of the territorial units, with hours and open cases; five queries whatever the numbers."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Q

from accanto.access.assignment.rules import Weights, Worker
from accanto.casework.cases.enums import CaseState
from accanto.casework.cases.models import Case
from accanto.casework.pathways.enums import PathwayState, Way
from accanto.casework.pathways.models import Pathway
from accanto.people.persons.compartments import fenced
from accanto.territory.bodies.enums import OfficeKind
from accanto.territory.bodies.models import Office
from accanto.territory.staff.enums import Profession
from accanto.territory.staff.models import OfficePost, RoleGrant
from accanto.territory.staff.queries import in_force, weekly_hours_of
from accanto.territory.staff.roles import ROLES


def units_of(on: date) -> dict[int, Office]:
    """Territorial units in force, with the municipalities that they serve."""
    rows = Office.objects.filter(kind=OfficeKind.PROFESSIONAL_UNIT)
    rows = rows.filter(Q(valid_from=None) | Q(valid_from__lte=on), Q(valid_to=None) | Q(valid_to__gt=on))
    return {office.pk: office for office in rows.prefetch_related("serves")}


def workers_on(on: date, units: Iterable[int], weights: Weights) -> list[Worker]:
    roles = [code for code, role in ROLES.items() if "cases.work" in role.permissions]
    posts = OfficePost.objects.filter(in_force(on), office__in=list(units), user__is_active=True)
    posts = posts.filter(
        Exists(RoleGrant.objects.filter(in_force(on), user=OuterRef("user"), role__in=roles)),
        user__operator__profession=Profession.SOCIAL_WORKER,
    )
    where: dict[int, set[int]] = defaultdict(set)
    people = {}
    for post in posts.select_related("user__operator").order_by("user__last_name", "user__first_name", "pk"):
        where[post.user_id].add(post.office_id)
        people[post.user_id] = post.user
    hours = weekly_hours_of(list(people), on)
    cases, weight = _loads(list(people), weights)
    return [
        Worker(
            id=pk,
            name=str(user),
            units=frozenset(where[pk]),
            hours=hours.get(pk, Decimal(0)),
            cases=cases[pk],
            weight=weight[pk],
            competences=frozenset(user.operator.competences),
        )
        for pk, user in people.items()
    ]


def _loads(users: list[int], weights: Weights) -> tuple[dict[int, int], dict[int, float]]:
    complex_need = Pathway.objects.filter(
        case=OuterRef("pk"), state=PathwayState.RUNNING, way__in=[Way.COMPLEX, Way.SPECIALIST]
    )
    rows = (
        Case.objects.filter(responsible__in=users)
        .exclude(state=CaseState.CLOSED)
        .exclude(compartment__in=fenced())  # a number that tells of cases that nobody shows would betray them
        .annotate(complex=Exists(complex_need))
        .order_by()
        .values("responsible", "state", "complex")
        .annotate(n=Count("pk"))
    )
    cases: dict[int, int] = defaultdict(int)
    weight: dict[int, float] = defaultdict(float)
    for row in rows:
        one = weights.suspended if row["state"] == CaseState.SUSPENDED else weights.case
        one += weights.complex if row["complex"] else 0.0
        cases[row["responsible"]] += row["n"]
        weight[row["responsible"]] += one * row["n"]
    return cases, weight
