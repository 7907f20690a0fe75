"""What a user may do with a case that they can see."""

from datetime import datetime

from accanto.casework.cases.enums import CaseState
from accanto.casework.cases.models import AccessRequest, Case
from accanto.casework.cases.seeing import follows
from accanto.foundation.documents.enums import DocumentKind
from accanto.foundation.documents.models import Document
from accanto.people.persons.enums import Depth
from accanto.territory.staff.models import User


def may_write(user: User, case: Case, depth: int) -> bool:
    """Write in the diary, change the household, close: only those who work on a case that is still open."""
    return case.state != CaseState.CLOSED and depth >= Depth.WORK and user.may("cases.work")


def may_bar(user: User, case: Case, depth: int) -> bool:
    """Say who must not see a case: whoever is responsible for it, and those who coordinate its unit."""
    return depth >= Depth.WORK and (case.responsible_id == user.pk or case.unit_id in user.access.coordinates)


def may_name(user: User, case: Case, depth: int) -> bool:
    """Say who follows the case: whoever is responsible for it, and those who coordinate its unit."""
    return may_write(user, case, depth) and may_bar(user, case, depth)


def may_decide_request(user: User, case: Case, request: AccessRequest, at: datetime) -> bool:
    """Let a colleague in: whoever follows the case, and never on what they asked themselves."""
    return request.asked_by_id != user.pk and follows(user, case, at)


def may_read_diary(depth: int) -> bool:
    """Partners in a team see the sections meant for them, never the diary."""
    return depth >= Depth.READ


# What a team shares with its partners; proofs of sending, attachments and signatures stay with the service.
TEAM_DOCUMENTS = frozenset({DocumentKind.PROJECT, DocumentKind.TEAM_MINUTES, DocumentKind.SERVICE_PACT})


def may_open_document(user: User, document: Document) -> bool:
    """A document of a case opens for those who read the case; partners open what the team shares."""
    if document.context is None:
        return False
    depth = Depth.TEAM if document.kind in TEAM_DOCUMENTS else Depth.READ
    return Case.objects.visible_to(user, depth).filter(pk=document.context).exists()
