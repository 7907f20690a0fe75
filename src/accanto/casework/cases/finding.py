"""More places where the search box looks; a room above `cases` registers a finder for its own numbers."""

from collections.abc import Callable, Iterable

from django.db.models import Q

from accanto.territory.staff.models import User

# From what was typed to a condition on cases (joins from Case), or None when it does not look like one's numbers.
Finder = Callable[[User, str], Q | None]
_finders: list[Finder] = []


def register_finder(finder: Finder) -> None:
    _finders.append(finder)


def conditions(user: User, typed: str) -> Iterable[Q]:
    """Only cases that the user may see are searched with them."""
    return [found for finder in _finders if (found := finder(user, typed)) is not None]
