from dataclasses import dataclass
from datetime import date

from accanto.access.desk.models import AccessPoint, DeskPost
from accanto.access.desk.models.point import in_force
from accanto.territory.places.models import ResidentCount
from accanto.territory.staff.models import User


def my_points(user: User, on: date) -> list[AccessPoint]:
    """Where somebody receives people that day, by name."""
    return list(AccessPoint.objects.served_by(user, on).select_related("office__seat", "unit"))


def serves_here(user: User, point: AccessPoint, on: date) -> bool:
    return DeskPost.objects.filter(in_force(on), user=user, point=point).exists()


def staff_of(point: AccessPoint, on: date) -> list[DeskPost]:
    rows = DeskPost.objects.filter(in_force(on), point=point).select_related("user")
    return list(rows.order_by("user__last_name", "user__first_name", "pk"))


@dataclass(frozen=True)
class Residents:
    """Who lives in the towns that a desk serves, on the newest day known for each; `oldest` is the oldest of those."""

    number: int
    towns: tuple[str, ...]
    oldest: date | None
    source: str


def residents_served(point: AccessPoint) -> Residents:
    towns = list(point.office.serves.order_by("name").values_list("pk", "name"))
    counts: dict[int | None, ResidentCount] = {}
    for row in ResidentCount.objects.filter(municipality__in=[pk for pk, _name in towns]).order_by("on"):
        counts[row.municipality_id] = row
    first = min(counts.values(), key=lambda row: row.on, default=None)
    return Residents(
        sum(row.residents for row in counts.values()),
        tuple(name for _pk, name in towns),
        first.on if first else None,
        first.source if first else "",
    )
