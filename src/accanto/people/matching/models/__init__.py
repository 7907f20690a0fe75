from accanto.people.matching.models.link import NotTheSame, PersonLink
from accanto.people.matching.models.pair import Pair
from accanto.people.matching.models.search import PersonSearch

__all__ = ["NotTheSame", "Pair", "PersonLink", "PersonSearch"]
