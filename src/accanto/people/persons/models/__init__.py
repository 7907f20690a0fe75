from accanto.people.persons.models.facts import Citizenship, ContactPoint, Identifier, Pregnancy, Residence
from accanto.people.persons.models.grant import AccessGrant
from accanto.people.persons.models.person import Person
from accanto.people.persons.models.protection import Bar, Protection, SafeContact
from accanto.people.persons.models.restriction import Restriction

__all__ = [
    "AccessGrant",
    "Bar",
    "Citizenship",
    "ContactPoint",
    "Identifier",
    "Person",
    "Pregnancy",
    "Protection",
    "Residence",
    "Restriction",
    "SafeContact",
]
