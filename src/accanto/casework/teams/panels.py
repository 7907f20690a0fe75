"""What rooms above show on the team's page of a household: the state of its project."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from accanto.casework.pathways.models import Pathway
from accanto.territory.staff.models import User


@dataclass(frozen=True)
class ItemPanel:
    """A sheet of the item page: a sentence, facts as `parts/facts.html` takes them, and where it is worked on."""

    title: str
    text: str = ""
    facts: Sequence[dict[str, Any]] = ()
    url: str = ""
    link_label: str = ""


Provider = Callable[[User, Pathway], list[ItemPanel]]
_providers: list[Provider] = []


def register_item_panel(provider: Provider) -> None:
    """At most two queries; called from `AppConfig.ready()`."""
    _providers.append(provider)


def item_panels(user: User, pathway: Pathway) -> list[ItemPanel]:
    return [panel for provider in _providers for panel in provider(user, pathway)]
