"""Roles are data (`data/roles.yaml`): a code, a label, and permission codes that must exist."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from django.utils.translation import gettext

_FILE = Path(__file__).parent / "data" / "roles.yaml"


class UnknownPermission(KeyError):
    """A role names a permission that is not declared."""


@dataclass(frozen=True)
class Role:
    code: str
    title: str
    permissions: frozenset[str]
    # Whoever holds it logs in with a second step (accanto.territory.staff.second_step).
    second_step: bool = False
    # Whoever holds it does nothing else meanwhile: other roles of theirs wait until it ends.
    alone: bool = False

    @property
    def label(self) -> str:
        return gettext(self.title)


@cache
def _load() -> tuple[dict[str, str], dict[str, Role]]:
    data = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    declared: dict[str, str] = data["permissions"]
    roles = {}
    for code, entry in data["roles"].items():
        unknown = set(entry["permissions"]) - set(declared)
        if unknown:
            raise UnknownPermission(f"{code}: {sorted(unknown)}")
        roles[code] = Role(
            code,
            entry["title"],
            frozenset(entry["permissions"]),
            second_step=entry.get("second_step") == "required",
            alone=entry.get("alone", False),
        )
    return declared, roles


PERMISSIONS: dict[str, str] = _load()[0]
ROLES: dict[str, Role] = _load()[1]
