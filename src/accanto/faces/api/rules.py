"""Who may have a key, when it is good, and what is left of an account's rights while one is used."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from ipaddress import ip_address, ip_network

from accanto.core.dated_rules import rule_at
from accanto.faces.api.models import ApiKey
from accanto.faces.api.scopes import permissions_of
from accanto.territory.staff.access import Access
from accanto.territory.staff.roles import ROLES


def roles_without_keys(on: date) -> frozenset[str]:
    """Roles whose holders have no key: those that ask for a second step at the log-in, and those that data name."""
    asking = {code for code, role in ROLES.items() if role.second_step}
    return frozenset(asking | set(rule_at("api.keys", on, "never").value))


def may_have_key(roles: Iterable[str], on: date) -> bool:
    """Somebody without any role may do nothing, with a key as without."""
    held = set(roles)
    return bool(held) and not held & roles_without_keys(on)


def longest_days(on: date) -> int:
    return int(rule_at("api.keys", on, "longest_days").value)


def in_force(key: ApiKey, at: datetime) -> bool:
    return key.revoked_at is None and key.expires_at > at and key.user.is_active


def comes_from(key: ApiKey, address: str | None) -> bool:
    """Whether the request comes from one of the networks of the key."""
    if not key.networks:
        return True
    return address is not None and any(ip_address(address) in ip_network(one) for one in key.networks)


def narrowed(access: Access, scopes: Iterable[str]) -> Access:
    """What the account may do, and the key as well."""
    left = access.permissions & permissions_of(scopes)
    return replace(
        access,
        permissions=left,
        coordinates=access.coordinates if "people.coordinate" in left else frozenset(),
        registers=access.registers if "people.register" in left else frozenset(),
    )
