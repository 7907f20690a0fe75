"""Pages of a long list without counting the whole of it."""

from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet

PAGE_SIZE = 25
COUNT_UP_TO = 10_000


class LightPaginator(Paginator):  # type: ignore[type-arg]
    """Counts only up to `COUNT_UP_TO`: nobody turns four hundred pages, and counting 170,000 people is slow.

    `more` says that there are others beyond the counted ones. `total`: how many they are, when it is known already.
    """

    def __init__(self, rows: QuerySet[Any], per_page: int = PAGE_SIZE, *, total: int | None = None) -> None:
        super().__init__(rows, per_page)
        self.total = total

    @cached_property
    def _counted(self) -> int:
        if self.total is not None:
            return self.total
        rows: QuerySet[Any] = self.object_list  # type: ignore[assignment]
        return rows.order_by()[: COUNT_UP_TO + 1].count()

    @cached_property
    def count(self) -> int:
        return min(self._counted, COUNT_UP_TO)

    @property
    def more(self) -> bool:
        return self._counted > COUNT_UP_TO
