"""Reading the directory."""

from accanto.access.directory.queries.card import Card, PlaceCard, card, fee_words, found_card
from accanto.access.directory.queries.due import due_of, keepers_of, mine
from accanto.access.directory.queries.search import Tally, search_entries, tally

__all__ = [
    "Card",
    "PlaceCard",
    "Tally",
    "card",
    "due_of",
    "fee_words",
    "found_card",
    "keepers_of",
    "mine",
    "search_entries",
    "tally",
]
