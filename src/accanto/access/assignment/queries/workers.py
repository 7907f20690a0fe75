"""Social workers of the territorial units, with hours and open cases; five queries whatever the numbers."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q

from accanto.access.assignment.rules import Worker
from accanto.casework.cases import workload
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


def workers_on(on: date, units: Iterable[int]) -> list[Worker]:
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
    loads = workload.loads_of(list(people), on, workload.weights_on(on))
    return [
        Worker(
            id=pk,
            name=str(user),
            units=frozenset(where[pk]),
            hours=hours.get(pk, Decimal(0)),
            cases=loads.get(pk, (0, 0.0))[0],
            weight=loads.get(pk, (0, 0.0))[1],
            competences=frozenset(user.operator.competences),
        )
        for pk, user in people.items()
    ]
