"""Which bodies are in a project: the service that has it in charge and, for complex needs, those of the team."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from accanto.casework.pathways.models import Pathway
from accanto.casework.projects.enums import ProjectKind
from accanto.casework.projects.models import Party, Project
from accanto.casework.teams.enums import ItemState, Membership, TeamDecision
from accanto.casework.teams.models import AgendaItem, Attendance, TeamMember
from accanto.territory.bodies.enums import BodyKind
from accanto.territory.bodies.models import Organisation
from accanto.territory.staff.models import Operator, User

OWN_BODIES = {BodyKind.ZONE_BODY, BodyKind.MUNICIPALITY}
PROJECT_DECISIONS = [TeamDecision.PROJECT, TeamDecision.EXTEND, TeamDecision.SOCIAL_ONLY]


def deciding_item(pathway: Pathway) -> AgendaItem | None:
    """The last time that the team decided on a project for this pathway."""
    return (
        AgendaItem.objects.filter(pathway=pathway, state=ItemState.DISCUSSED, decision__in=PROJECT_DECISIONS)
        .select_related("meeting")
        .order_by("-decided_at")
        .first()
    )


def side_of(organisation: Organisation) -> str:
    """Zone body and municipalities sign as one: the zone plan counts «SdS/Comuni» as a single institution."""
    return "zone" if organisation.kind in OWN_BODIES else str(organisation.pk)


def professionals_of(project: Project, on: date) -> list[tuple[User, Organisation]]:
    """Who signs for which body: the responsible worker first, then one professional for each body of the team."""
    people: list[tuple[User, int]] = []
    responsible = project.case.responsible
    if responsible is not None:
        people.append((responsible, Operator.objects.get(pk=responsible.pk).organisation_id))
    if project.kind == ProjectKind.COMPLEX and (item := deciding_item(project.pathway)):
        people += team_of(item, on)
    bodies = Organisation.objects.in_bulk([organisation_id for _user, organisation_id in people])
    found: dict[str, tuple[User, Organisation]] = {}
    for user, organisation_id in people:
        body = bodies[organisation_id]
        found.setdefault(side_of(body), (user, body))
    return list(found.values())


def team_of(item: AgendaItem, on: date) -> list[tuple[User, int]]:
    """Who really sat in the meeting where attendance was taken, else its basic members; and who was called."""
    present = list(
        Attendance.objects.filter(meeting=item.meeting_id, present=True).select_related("user").order_by("id")
    )
    called = list(item.guests.select_related("user").order_by("id"))
    basic = list(
        TeamMember.objects.filter(team=item.meeting.team_id, membership=Membership.BASIC)
        .filter(Q(ends_on=None) | Q(ends_on__gt=on))
        .select_related("user")
        .order_by("id")
    )
    if present:
        seated = {member.user_id for member in basic}
        rows = [(a.user, a.organisation_id) for a in present if a.user_id in seated]
    else:
        rows = [(member.user, member.organisation_id) for member in basic]
    return rows + [(guest.user, guest.organisation_id) for guest in called]


def bodies_without_signer(project: Project, parties: Iterable[Party], on: date) -> list[Organisation]:
    """Bodies that are part of the project and that nobody signs for."""
    signing = {side_of(party.organisation) for party in parties if party.organisation}
    return [body for _user, body in professionals_of(project, on) if side_of(body) not in signing]
