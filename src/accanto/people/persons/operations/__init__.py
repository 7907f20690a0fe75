"""The only way to write persons and who may see them."""

from accanto.people.persons.operations.grants import end_grants, grant_access, grant_many
from accanto.people.persons.operations.persons import (
    add_contact,
    create_person,
    declare_pregnancy,
    set_codice_fiscale,
    set_residence,
)

__all__ = [
    "add_contact",
    "create_person",
    "declare_pregnancy",
    "end_grants",
    "grant_access",
    "grant_many",
    "set_codice_fiscale",
    "set_residence",
]
