"""What an account may do today, worked out from its dated role grants."""

from dataclasses import dataclass, field

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, Q
from django.db.models.expressions import RawSQL

from accanto.core import clock
from accanto.territory.staff.roles import ROLES

# The office of the grant and all that depend on it, however deep.
_OFFICES_BELOW = RawSQL(
    """(WITH RECURSIVE below AS (
        SELECT staff_rolegrant.office_id AS id
        UNION SELECT child.id FROM bodies_office child JOIN below ON child.parent_id = below.id
    ) SELECT ARRAY_AGG(id) FROM below)""",
    [],
    ArrayField(BigIntegerField()),
)


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
        .values_list("role", "office_id", "office__name", _OFFICES_BELOW)
    )
    grants = [grant for grant in grants if ROLES[grant[0]].alone] or grants
    permissions: set[str] = set()
    coordinates: set[int] = set()
    registers: set[int] = set()
    for code, _office, _name, below in grants:
        held = ROLES[code].permissions
        permissions |= held
        if "people.coordinate" in held:
            coordinates.update(below)
        if "people.register" in held:
            registers.update(below)
    first = grants[0] if grants else None
    return Access(
        permissions=frozenset(permissions),
        roles=tuple(code for code, _o, _n, _b in grants),
        offices=frozenset(o for _c, o, _n, _b in grants),
        coordinates=frozenset(coordinates),
        registers=frozenset(registers),
        subtitle=f"{ROLES[first[0]].label} · {first[2]}" if first else "",
        office_names={o: n for _c, o, n, _b in grants},
    )
