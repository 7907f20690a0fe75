"""Finding a service: by words with typos, by need, by place, for whom, in which language."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.search import SearchQuery, SearchRank, TrigramWordSimilarity
from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    F,
    FloatField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import JSONObject

from accanto.access.directory.models import Entry, EntryPlace
from accanto.people.persons.naming import fold
from accanto.territory.places.models import Municipality
from accanto.territory.staff.models import User

# Shorter words («di», «per», «una») say nothing when others are there.
_SHORT = 3
# «italano» is like «italiano» (0.55), «itailano» too (0.38); «carta» is not like «casa» (0.22).
_LIKE = 0.36
_UNSHOWN = ("search", "search_name", "search_words")


def search_entries(
    user: User,
    words: str = "",
    need: str = "",
    municipality: Municipality | None = None,
    target: str = "",
    language: str = "",
    *,
    on: date,
) -> QuerySet[Entry]:
    """Published entries, those that are fresh first, then the nearest to the words; one query with what a card shows.

    Every word must be there, whole, in another form, or written nearly so. An entry without targets is for everybody,
    one that says no municipality serves the whole zone; those met in the municipality itself come first.
    """
    rows: QuerySet[Entry] = Entry.objects.visible_to(user).published()
    rows = rows.defer(*_UNSHOWN).select_related("organisation")
    if need:
        rows = rows.filter(needs__contains=[need])
    if target:
        rows = rows.filter(Q(targets__contains=[target]) | Q(targets=[]))
    if language:
        rows = rows.filter(languages__contains=[language])
    near: Any = Value(False)
    if municipality is not None:
        rows = _serving(rows, municipality)
        near = Exists(EntryPlace.objects.filter(entry=OuterRef("pk"), municipality=municipality))
    rows = _with_words(rows, words).annotate(
        stale=_true_when(recheck_on__lte=on), near=near, shown_places=_places(), shown_serves=_serves()
    )
    ordered: QuerySet[Entry] = rows.order_by("stale", "-near", F("rank").desc(), "name", "pk")
    return ordered


def _with_words(rows: QuerySet[Entry], words: str) -> QuerySet[Entry]:
    said = fold(words).split()[:8]
    telling = [word for word in said if len(word) > _SHORT] or said
    for number, word in enumerate(telling):
        whole = Q(search=SearchQuery(f"{word}:*", config="italian", search_type="raw"))
        like = {f"like_{number}": TrigramWordSimilarity(word, "search_words")}
        rows = rows.alias(**like).filter(whole | Q(**{f"like_{number}__gte": _LIKE}))
    if not telling:
        return rows.annotate(rank=Value(0.0, output_field=FloatField()))
    either = SearchQuery(" | ".join(f"{w}:*" for w in telling), config="italian", search_type="raw")
    return rows.annotate(
        rank=SearchRank(F("search"), either) + TrigramWordSimilarity(" ".join(telling), "search_words")
    )


def _serving(rows: QuerySet[Entry], municipality: Municipality) -> QuerySet[Entry]:
    through = Entry.serves.through.objects.filter(entry=OuterRef("pk"))
    here = Exists(through.filter(municipality=municipality))
    return rows.filter(here | ~Exists(through))


def _true_when(**condition: Any) -> Case:
    return Case(When(**condition, then=True), default=False, output_field=BooleanField())


_PLACE_KEYS = (
    "name", "address", "town", "secret", "hours", "hours_words", "by_appointment", "closed_on_holidays",
    "accessible", "telephone",
)  # fmt: skip


def _places() -> ArraySubquery:
    rows = EntryPlace.objects.filter(entry=OuterRef("pk")).order_by("position")
    told = JSONObject(
        **{key: F(key) for key in _PLACE_KEYS},
        municipality=F("municipality__name"),
        istat=F("municipality__istat_code"),
    )
    return ArraySubquery(rows.values(told=told))


def _serves() -> ArraySubquery:
    rows = Municipality.objects.filter(directory_entries=OuterRef("pk")).order_by("name")
    return ArraySubquery(rows.values("name"))


@dataclass(frozen=True)
class Tally:
    """How many published entries, of which how many wait to be checked."""

    published: int
    stale: int


def tally(user: User, on: date) -> Tally:
    rows = Entry.objects.visible_to(user).published()
    found = rows.aggregate(published=Count("pk"), stale=Count("pk", filter=Q(recheck_on__lte=on)))
    return Tally(**found)
