"""What a key may be given: `data/scopes.yaml`."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import yaml
from django.utils.functional import Promise

from accanto.faces.api.titles import TITLES
from accanto.territory.staff.roles import PERMISSIONS, UnknownPermission

_FILE = Path(__file__).parent / "data" / "scopes.yaml"


@cache
def scopes() -> dict[str, frozenset[str]]:
    """Scope → permissions that it leaves; in the order of the file."""
    found = {}
    for code, entry in yaml.safe_load(_FILE.read_text(encoding="utf-8"))["scopes"].items():
        unknown = set(entry["permissions"]) - set(PERMISSIONS)
        if unknown:
            raise UnknownPermission(f"{code}: {sorted(unknown)}")
        found[code] = frozenset(entry["permissions"])
    return found


def permissions_of(chosen: Iterable[str]) -> frozenset[str]:
    """A scope that is no longer in the file leaves nothing."""
    return frozenset().union(*(scopes().get(code, frozenset()) for code in chosen))


def choices() -> list[tuple[str, str | Promise]]:
    return [(code, TITLES[code]) for code in scopes()]
