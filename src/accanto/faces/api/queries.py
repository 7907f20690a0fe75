"""Reading keys, and who may have one."""

from datetime import date

from django.db.models import QuerySet

from accanto.faces.api.models import ApiKey
from accanto.faces.api.rules import roles_without_keys
from accanto.territory.staff.models import RoleGrant, User
from accanto.territory.staff.queries import in_force


def keys() -> QuerySet[ApiKey]:
    """All that were ever made, newest first, with their account."""
    return ApiKey.objects.select_related("user__operator__organisation", "created_by", "revoked_by")


def key_with(prefix: str) -> ApiKey | None:
    return ApiKey.objects.select_related("user").filter(prefix=prefix).first()


def possible_holders(on: date) -> QuerySet[User]:
    """Active accounts with roles, none of which keeps keys away."""
    held = RoleGrant.objects.filter(in_force(on))
    kept_away = held.filter(role__in=roles_without_keys(on)).values("user")
    return User.objects.filter(is_active=True, pk__in=held.values("user")).exclude(pk__in=kept_away)
