"""The page of a project in one object: content, signatures, watches, what is missing, what this user may do."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from accanto.casework.projects import rules
from accanto.casework.projects.enums import ActionState, ProjectState, SignatureKind
from accanto.casework.projects.models import (
    Commitment,
    Goal,
    Party,
    Project,
    ProjectVersion,
    Review,
    Signature,
    Support,
)
from accanto.casework.projects.queries.content import (
    commitments_of,
    goals_of,
    parties_of,
    party_name,
    party_role,
    representation,
    supports_of,
)
from accanto.casework.projects.queries.missing import Lack, missing_to_propose
from accanto.casework.projects.queries.watches import Watch, watches_of
from accanto.people.persons.models import Person
from accanto.territory.staff.models import User


@dataclass(frozen=True)
class PartyRow:
    party: Party
    signature: Signature | None
    may_sign: bool
    on_paper_only: bool = False

    @property
    def name(self) -> str:
        return party_name(self.party)

    @property
    def role(self) -> str:
        return party_role(self.party)

    @property
    def signs(self) -> str:
        """Who signs for them, and by which decree."""
        return representation(self.party)

    @property
    def how(self) -> str:
        return str(SignatureKind(self.signature.kind).label) if self.signature else ""


@dataclass(frozen=True)
class Promise:
    """What one member undertakes."""

    person: Person
    commitments: list[Commitment]


@dataclass(frozen=True)
class ProjectPage:
    project: Project
    goals: list[Goal]
    promises: list[Promise]
    supports: list[Support]
    parties: list[PartyRow]
    version: ProjectVersion | None
    last_review: Review | None
    watches: list[Watch]
    missing: list[Lack]
    works: bool
    writes: bool

    @property
    def waiting(self) -> list[PartyRow]:
        return [row for row in self.parties if row.signature is None]

    @property
    def signed(self) -> int:
        return len(self.parties) - len(self.waiting)

    @property
    def under_way(self) -> bool:
        return self.project.started_on is not None and self.project.state not in {
            ProjectState.CLOSED,
            ProjectState.SUSPENDED,
        }

    @property
    def actions_done(self) -> tuple[int, int]:
        actions = [action for goal in self.goals for action in goal.acts]  # type: ignore[attr-defined]
        return sum(action.state != ActionState.OPEN for action in actions), len(actions)


def project_page(project: Project, user: User, today: date) -> ProjectPage:
    works = rules.works_on(user, project.case_id)
    version = (
        project.versions.select_related("document").filter(withdrawn_at=None).order_by("-number").first()
    )
    writes = rules.may_write(user, project, works=works)
    return ProjectPage(
        project=project,
        goals=goals_of(project),
        promises=promises_of(project),
        supports=supports_of(project),
        parties=party_rows(project, version, user, works=works),
        version=version,
        last_review=project.reviews.first() if project.started_on else None,
        watches=watches_of(project.pathway, today) if project.state != ProjectState.CLOSED else [],
        missing=missing_to_propose(project, today) if writes else [],
        works=works,
        writes=writes,
    )


def promises_of(project: Project) -> list[Promise]:
    found: dict[Any, Promise] = {}
    for commitment in commitments_of(project):
        promise = found.setdefault(commitment.person_id, Promise(commitment.person, []))
        promise.commitments.append(commitment)
    return list(found.values())


def party_rows(
    project: Project, version: ProjectVersion | None, user: User, *, works: bool
) -> list[PartyRow]:
    """Each party with its signature on the version; a draft has none."""
    shown = version if version and project.state != ProjectState.DRAFT else None
    done = (
        {s.party_id: s for s in shown.signatures.select_related("collected_by", "document")} if shown else {}
    )
    body = rules.body_of(user) if user.may("projects.sign") else None
    rows = []
    for party in parties_of(project):
        waits = project.state == ProjectState.PROPOSED and party.pk not in done
        own = works if party.person_id else body is not None and party.organisation_id == body
        rows.append(
            PartyRow(party, done.get(party.pk), waits and (own or works), waits and works and not own)
        )
    return rows


def visible_projects(user: User) -> Any:
    return Project.objects.visible_to(user).select_related(
        "case__household", "case__responsible", "case__unit__seat", "pathway__municipality"
    )


def counting_signatures(projects: Any) -> Any:
    """Each project with `asked`, who must sign, and `signed`, who has signed its present version."""
    signed = Signature.objects.filter(
        party=OuterRef("parties__pk"), version__number=OuterRef("version"), version__withdrawn_at=None
    )
    present = Q(parties__removed_at=None, parties__isnull=False)
    return projects.annotate(
        asked=Count("parties", filter=present, distinct=True),
        signed=Count("parties", filter=present & Q(Exists(signed)), distinct=True),
    )


def brief_goals(project: Project) -> list[Goal]:
    """Goals with how many actions each has (`acts_count`); one query."""
    present = Q(actions__removed_at=None, actions__isnull=False)
    return list(project.goals.present().annotate(acts_count=Count("actions", filter=present)))
