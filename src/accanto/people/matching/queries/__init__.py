"""Reading who may be the same person as whom."""

from accanto.people.matching.queries.elsewhere import Elsewhere, people_elsewhere
from accanto.people.matching.queries.links import (
    Linked,
    links_between,
    links_of,
    together_column,
    together_with,
)
from accanto.people.matching.queries.pairs import pairs_to_look_at, sides_of
from accanto.people.matching.queries.parted import Parted, parted_from
from accanto.people.matching.queries.similar import Card, Likeness, similar_people, similar_to

__all__ = [
    "Card",
    "Elsewhere",
    "Likeness",
    "Linked",
    "Parted",
    "links_between",
    "links_of",
    "pairs_to_look_at",
    "parted_from",
    "people_elsewhere",
    "sides_of",
    "similar_people",
    "similar_to",
    "together_column",
    "together_with",
]
