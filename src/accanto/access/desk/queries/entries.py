"""Services of the directory that answer the needs of a contact."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, IntegerField, Q, Value, When

from accanto.access.directory.models import Entry
from accanto.access.directory.needs import needs as known
from accanto.people.persons.naming import fold
from accanto.territory.staff.models import User

MOST = 6


@dataclass(frozen=True)
class Offer:
    """`fresh`: somebody checked it in time."""

    entry: Entry
    fresh: bool
    for_need: bool


def offers(
    user: User, wanted: Sequence[str], words: str, today: date, chosen: Sequence[str] = ()
) -> list[Offer]:
    """Those chosen already, then those whose name has the words, or that answer one of the needs; one query."""
    codes = [code for code in wanted if code in known()]
    condition = Q(pk__in=list(chosen))
    if folded := fold(words):
        condition |= (
            Q(search_name__contains=folded) | Q(search_words__contains=folded) | Q(name__icontains=words)
        )
    elif codes:
        condition |= Q(needs__overlap=codes)
    first = Case(When(pk__in=list(chosen), then=Value(0)), default=Value(1), output_field=IntegerField())
    rows = Entry.objects.visible_to(user).published().filter(condition).select_related("organisation")
    found = rows.annotate(first=first).order_by("first", "-own", "name")[: MOST + len(chosen)]
    return [
        Offer(
            entry,
            entry.recheck_on is not None and entry.recheck_on > today,
            bool(set(codes) & set(entry.needs)),
        )
        for entry in found
    ]
