"""State machines as tables: verb → (states it starts from, state it leads to)."""

from collections.abc import Mapping
from enum import StrEnum

from django.utils.translation import gettext as _

from accanto.core.errors import OperationRefused


class TransitionRefused(OperationRefused):
    """The verb does not start from the present state."""


class Transitions:
    def __init__(self, table: Mapping[str, tuple[set[StrEnum], StrEnum]]) -> None:
        self.table = {
            verb: (frozenset(str(s) for s in sources), str(target))
            for verb, (sources, target) in table.items()
        }

    def allows(self, verb: str, state: str) -> bool:
        return str(state) in self.table[verb][0]

    def move(self, verb: str, state: str) -> str:
        """The state that `verb` leads to; raises TransitionRefused, naming where it could start from."""
        sources, target = self.table[verb]
        if str(state) not in sources:
            raise TransitionRefused(
                _("This cannot be done now: somebody may have changed it meanwhile. Reload the page."),
                missing=sorted(sources),
            )
        return target
