"""Reading findings and openings; names of operators, never of the people they opened."""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet

from accanto.steering.privacy.enums import DeclarationState, FindingState
from accanto.steering.privacy.models import Declaration, Finding
from accanto.territory.staff.models import OfficePost, RoleGrant, User
from accanto.territory.staff.queries import in_force
from accanto.territory.staff.roles import ROLES

# Letters and digits that nobody mistakes for one another on the telephone.
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


@dataclass(frozen=True)
class Opened:
    """One operator on one day: how often, through which pages, by which rights."""

    user_id: int
    day: date
    first_at: datetime
    last_at: datetime
    times: int
    pages: list[str]
    rights: list[str]
    reasons: list[str]
    taken: bool


def open_findings() -> QuerySet[Finding]:
    return Finding.objects.exclude(state=FindingState.JUSTIFIED).select_related(
        "user__operator__organisation"
    )


def waiting(user: User) -> QuerySet[Finding]:
    """The figure beside the place in the rail: how many."""
    return Finding.objects.filter(state=FindingState.TO_REVIEW).exclude(user=user)


def declared(user: User) -> QuerySet[Declaration]:
    """Declarations that nobody has looked at yet: how many, beside the place in the rail."""
    return Declaration.objects.to_govern(user).filter(state=DeclarationState.DECLARED)


def declared_code(row: Declaration) -> str:
    """The code of whoever is declared: the same whoever declares them, whether or not they are known."""
    return code_of(row.codice_fiscale or row.case_number or f"{row.search_name} {row.birth_date}")


def openings_of(context: UUID) -> list[Opened]:
    """Who was shown a case, the newest day first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM privacy_openings_of(%s, %s)", [context, settings.TIME_ZONE])
        return [Opened(*row) for row in cursor.fetchall()]


def listings_of(context: UUID) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT privacy_listings_of(%s)", [context])
        return int(cursor.fetchone()[0])


def posts_of(users: set[int]) -> dict[int, list[RoleGrant]]:
    """Roles with their offices, also those that have ended: a list of two years ago says what one was then."""
    found: dict[int, list[RoleGrant]] = {}
    rows = RoleGrant.objects.filter(user__in=users).select_related("office").order_by("-starts_on", "-id")
    for grant in rows:
        found.setdefault(grant.user_id, []).append(grant)
    return found


def role_on(grants: list[RoleGrant], day: date) -> tuple[str, str]:
    """Role and office of somebody on a day, in words."""
    for grant in grants:
        if grant.starts_on <= day and (grant.ends_on is None or grant.ends_on > day):
            return ROLES[grant.role].label, grant.office.name
    return ("", "")


def seats_of(users: set[int], on: date) -> dict[int, str]:
    """The town of each operator's office: whose holidays they keep."""
    rows: Any = OfficePost.objects.filter(in_force(on), user__in=users).order_by("-starts_on")
    return dict(rows.values_list("user_id", "office__seat__istat_code"))


def code_of(whom: str | UUID) -> str:
    """A name that is none: the same case always has the same code, and nobody finds the case from it."""
    digest = sha256(f"{settings.SECRET_KEY}{whom}".encode()).digest()
    return "".join(_LETTERS[byte % len(_LETTERS)] for byte in digest[:6])
