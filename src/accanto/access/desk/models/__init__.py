from accanto.access.desk.models.charge import ChargeRequest
from accanto.access.desk.models.contact import Contact, ContactOutcome, ListeningNote, UnmetDemand
from accanto.access.desk.models.mediator import MediatorCall, MediatorService
from accanto.access.desk.models.point import AccessPoint, DeskPost
from accanto.access.desk.models.ticket import Ticket

__all__ = [
    "AccessPoint",
    "ChargeRequest",
    "Contact",
    "ContactOutcome",
    "DeskPost",
    "ListeningNote",
    "MediatorCall",
    "MediatorService",
    "Ticket",
    "UnmetDemand",
]
