"""Pairs of records for somebody to look at, side by side."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from accanto.people.matching.enums import PairState
from accanto.people.matching.models import Pair
from accanto.people.matching.queries.known import Side, cards, sides
from accanto.territory.staff.models import User


def pairs_to_look_at(user: User, *, left: bool = False) -> QuerySet[Pair]:
    """Those of people whom `user` sees, the most alike first; `left`: the ones set aside."""
    state = PairState.LEFT if left else PairState.OPEN
    return Pair.objects.visible_to(user).filter(state=state).select_related("first", "second")


def sides_of(user: User, people: list[UUID], on: date) -> dict[UUID, Side]:
    """What the user may compare of each; somebody whom they do not see is missing. Three queries."""
    rows: Any = cards(user, on).filter(pk__in=people)
    return {side.person.pk: side for side in sides(rows)}
