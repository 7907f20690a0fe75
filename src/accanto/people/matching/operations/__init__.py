"""The only way to write a person down after a search, to link two records and to part them."""

from accanto.people.matching.operations.codes import give_code
from accanto.people.matching.operations.creating import (
    AlreadyWritten,
    SearchFirst,
    note_search,
    write_person_down,
)
from accanto.people.matching.operations.linking import (
    LinkRefused,
    link_people,
    part_people,
    set_aside,
    unlink_people,
)
from accanto.people.matching.operations.looking import forget_searches, look_for_pairs

__all__ = [
    "AlreadyWritten",
    "LinkRefused",
    "SearchFirst",
    "forget_searches",
    "give_code",
    "link_people",
    "look_for_pairs",
    "note_search",
    "part_people",
    "set_aside",
    "unlink_people",
    "write_person_down",
]
