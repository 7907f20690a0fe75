"""What higher rooms show on every page of a case: its path, its tags, its facts, where it stands.

Each provider may run at most two queries; a page of a case stays under fifteen in all.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from accanto.casework.cases.models import Case
from accanto.territory.staff.models import User

Part = dict[str, Any]


@dataclass(frozen=True)
class PathBar:
    """The sheet above the two columns; `stages` as `parts/path.html` takes them."""

    title: str
    stages: Sequence[Part]
    note: str = ""
    url: str = ""
    link_label: str = ""


PathBars = Callable[[User, Case, date], list[PathBar]]
Parts = Callable[[User, Case, date], list[Part]]
Standings = Callable[[Sequence[Case]], dict[UUID, str]]

_path_bars: list[PathBars] = []
_tags: list[Parts] = []
_facts: list[Parts] = []
_standings: list[Standings] = []


def register_path_bars(provider: PathBars) -> None:
    """The running pathways of a case, newest first."""
    _path_bars.append(provider)


def register_tags(provider: Parts) -> None:
    """Tags beside the name: [{label, tone}], as `parts/tags.html` takes them."""
    _tags.append(provider)


def register_facts(provider: Parts) -> None:
    """Facts of the aside: [{label, value, url, tags}], as `parts/facts.html` takes them."""
    _facts.append(provider)


def register_standings(provider: Standings) -> None:
    """For lists: where each of many cases stands, in a few words («Équipe · bisogno complesso»)."""
    _standings.append(provider)


def path_bars(user: User, case: Case, today: date) -> list[PathBar]:
    return [bar for provider in _path_bars for bar in provider(user, case, today)]


def tags(user: User, case: Case, today: date) -> list[Part]:
    return [tag for provider in _tags for tag in provider(user, case, today)]


def facts(user: User, case: Case, today: date) -> list[Part]:
    return [fact for provider in _facts for fact in provider(user, case, today)]


def standings(cases: Sequence[Case]) -> dict[UUID, str]:
    found: dict[UUID, str] = {}
    for provider in _standings:
        found |= provider(cases)
    return found
