"""The only way to write persons and who may see them."""

from accanto.people.persons.operations.bars import bar, lift_bar
from accanto.people.persons.operations.correcting import (
    correct_identity,
    correct_residence,
    replace_contact,
)
from accanto.people.persons.operations.grants import end_grants, grant_access, grant_many
from accanto.people.persons.operations.persons import (
    add_contact,
    correct_death,
    create_person,
    declare_pregnancy,
    end_pregnancies,
    give_health_code,
    is_told_of_code,
    record_death,
    set_codice_fiscale,
    set_residence,
)
from accanto.people.persons.operations.protection import (
    end_protection,
    protect_like,
    protect_person,
    set_safe_contact,
)
from accanto.people.persons.operations.restriction import lift_restriction, restrict_person

__all__ = [
    "add_contact",
    "bar",
    "correct_death",
    "correct_identity",
    "correct_residence",
    "create_person",
    "declare_pregnancy",
    "end_grants",
    "end_pregnancies",
    "end_protection",
    "give_health_code",
    "grant_access",
    "grant_many",
    "is_told_of_code",
    "lift_bar",
    "lift_restriction",
    "protect_like",
    "protect_person",
    "record_death",
    "replace_contact",
    "restrict_person",
    "set_codice_fiscale",
    "set_residence",
    "set_safe_contact",
]
