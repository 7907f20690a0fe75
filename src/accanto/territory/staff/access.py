"""What an account may do today, worked out from its dated role grants."""

from dataclasses import dataclass, field

from django.apps import apps
from django.db.models import Q

from accanto.core import clock
from accanto.territory.staff.roles import ROLES


@dataclass(frozen=True)
class Access:
    """`coordinates`: offices whose people one sees in full; `registers`: offices whose people one sees as a card."""

    permissions: frozenset[str] = frozenset()
    roles: tuple[str, ...] = ()
    offices: frozenset[int] = frozenset()
    coordinates: frozenset[int] = frozenset()
    registers: frozenset[int] = frozenset()
    subtitle: str = ""
    office_names: dict[int, str] = field(default_factory=dict)


def access_of(user_id: int) -> Access:
    today = clock.today()
    grant_model = apps.get_model("staff", "RoleGrant")
    grants = list(
        grant_model.objects.filter(user_id=user_id, starts_on__lte=today)
        .filter(Q(ends_on=None) | Q(ends_on__gt=today))
        .order_by("id")
        .values_list("role", "office_id", "office__name")
    )
    permissions: set[str] = set()
    coordinates: set[int] = set()
    registers: set[int] = set()
    for code, office_id, _name in grants:
        held = ROLES[code].permissions
        permissions |= held
        if "people.coordinate" in held:
            coordinates.add(office_id)
        if "people.register" in held:
            registers.add(office_id)
    tree = _children() if coordinates or registers else {}
    first = grants[0] if grants else None
    return Access(
        permissions=frozenset(permissions),
        roles=tuple(code for code, _o, _n in grants),
        offices=frozenset(o for _c, o, _n in grants),
        coordinates=_with_descendants(coordinates, tree),
        registers=_with_descendants(registers, tree),
        subtitle=f"{ROLES[first[0]].label} · {first[2]}" if first else "",
        office_names={o: n for _c, o, n in grants},
    )


def _children() -> dict[int | None, list[int]]:
    office_model = apps.get_model("bodies", "Office")
    tree: dict[int | None, list[int]] = {}
    for pk, parent in office_model.objects.values_list("id", "parent_id"):
        tree.setdefault(parent, []).append(pk)
    return tree


def _with_descendants(roots: set[int], tree: dict[int | None, list[int]]) -> frozenset[int]:
    found: set[int] = set()
    waiting = list(roots)
    while waiting:
        office = waiting.pop()
        if office not in found:
            found.add(office)
            waiting.extend(tree.get(office, []))
    return frozenset(found)
