from accanto.people.persons.models.facts import Citizenship, ContactPoint, Identifier, Pregnancy, Residence
from accanto.people.persons.models.grant import AccessGrant
from accanto.people.persons.models.person import Person

__all__ = ["AccessGrant", "Citizenship", "ContactPoint", "Identifier", "Person", "Pregnancy", "Residence"]
