"""Who is asked to sign may read what they sign, until the project is closed; the team's own right ends before."""

from datetime import datetime

from accanto.casework.cases.models import CaseWorker
from accanto.casework.projects.models import Party, Project
from accanto.casework.teams.operations import end_team_access
from accanto.people.households.queries import members_of
from accanto.people.persons.enums import Depth, GrantReason
from accanto.people.persons.operations import end_grants, grant_many
from accanto.people.persons.visibility import grants_of
from accanto.territory.staff.models import User


def signers_of(project: Project) -> list[User]:
    parties = Party.objects.present().filter(project=project).select_related("user")
    return [party.user for party in parties if party.user is not None]


def let_parties_read(project: Project, *, by: User, at: datetime) -> None:
    """Only those who do not see the household already, and only the sections meant for the team."""
    members = [member.person for member in members_of(project.case.household, at.date())]
    for user in signers_of(project):
        if grants_of(user, depth=Depth.TEAM, at=at).filter(context=project.case_id).exists():
            continue
        grant_many(
            persons=members,
            user=user,
            depth=Depth.TEAM,
            reason=GrantReason.CO_WORK,
            context=project.case_id,
            by=by,
            at=at,
            note="project",
        )


def end_work_of_team(project: Project, *, by: User, at: datetime) -> None:
    """The project is signed: the team has nothing more to do, its parties keep reading."""
    end_team_access(pathway=project.pathway, by=by, at=at, parties=signers_of(project))
    let_parties_read(project, by=by, at=at)


def end_reading(project: Project, *, by: User, at: datetime) -> None:
    """The project is over. Who works on the case keeps seeing it for that."""
    end_team_access(pathway=project.pathway, by=by, at=at)
    workers = set(
        CaseWorker.objects.filter(case=project.case_id, ends_on=None).values_list("user_id", flat=True)
    )
    for user in signers_of(project):
        if user.pk not in workers:
            end_grants(context=project.case_id, user=user, reason=GrantReason.CO_WORK, at=at)
