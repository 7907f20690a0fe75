"""What a user may do with a project that they can see."""

from uuid import UUID

from django.utils.translation import gettext as _

from accanto.casework.cases.enums import CaseState
from accanto.casework.projects.enums import ProjectState
from accanto.casework.projects.models import Party, Project
from accanto.people.persons.enums import Depth
from accanto.people.persons.visibility import grants_of
from accanto.territory.staff.models import Operator, User


def works_on(user: User, case_id: UUID) -> bool:
    """Holds the permission and works on the household; one query."""
    return user.may("projects.work") and grants_of(user, depth=Depth.WORK).filter(context=case_id).exists()


def may_write(user: User, project: Project, *, works: bool | None = None) -> bool:
    inside = works_on(user, project.case_id) if works is None else works
    return inside and project.state == ProjectState.DRAFT and project.case.state != CaseState.CLOSED


def body_of(user: User) -> int | None:
    return Operator.objects.filter(pk=user.pk).values_list("organisation_id", flat=True).first()


def why_not_sign(user: User, party: Party, *, on_paper: bool = False) -> str:
    """Empty when `user` may record this signature.

    A member of the household signs in front of who works on the case. An operator signs for their own body only; the
    scan of a sheet signed on paper may also be handed in by who works on the case.
    """
    works = works_on(user, party.project.case_id)
    if party.person_id is not None:
        return "" if works else _("Only who works on the case can collect the signature of the household.")
    if not user.may("projects.sign"):
        return _("Your role does not sign projects.")
    if user.pk == party.user_id or body_of(user) == party.organisation_id:
        return ""
    if on_paper and works:
        return ""
    return _("This signature belongs to %(body)s: only its own operators sign for it.") % {
        "body": party.organisation
    }
