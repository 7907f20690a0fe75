"""Opening a project where the way allows one, and carrying a running one on instead of doubling it."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accanto.casework.cases.models import Case
from accanto.casework.pathways.enums import PathwayState, Stage, Way
from accanto.casework.pathways.models import Pathway
from accanto.casework.pathways.operations import close_pathway, enter_stage
from accanto.casework.projects.enums import ContentChange, ProjectKind, ProjectState
from accanto.casework.projects.models import Party, Project, ProjectExtension
from accanto.casework.projects.operations.reading import let_parties_read
from accanto.casework.projects.operations.revisions import bump, clean_text, locked
from accanto.casework.projects.operations.watches import refresh_watches
from accanto.casework.projects.queries.bodies import deciding_item, professionals_of
from accanto.core.errors import OperationRefused
from accanto.foundation.audit.operations import record
from accanto.people.households.queries import members_of
from accanto.people.persons.queries import age_on
from accanto.territory.staff.models import User

ADULT = 18


class ProjectRefused(OperationRefused):
    """This pathway has no project, or the household has one already; the message says what to do instead."""


@transaction.atomic
def open_project(*, pathway: Pathway, by: User, at: datetime) -> Project:
    """An empty project with those who will sign it: adult members, the responsible worker, who sat in the team.

    :raises ProjectRefused: the way is work only or not decided, the team has not decided yet, or a project is living.
    """
    Case.objects.select_for_update(of=("self",)).get(pk=pathway.case_id)
    row = Pathway.objects.select_related("case__household", "case__responsible").get(pk=pathway.pk)
    refuse_second(row)
    project = Project.objects.create(
        case=row.case, pathway=row, kind=kind_for(row), created_at=at, created_by=by
    )
    _ask_parties(project, at.date())
    record("projects.project.opened", by=by, at=at, context=row.case_id, subject=project, important=True)
    refresh_watches(pathway=row, by=by, at=at)
    return project


def refuse_second(pathway: Pathway) -> None:
    living = Project.objects.filter(case=pathway.case_id).exclude(state=ProjectState.CLOSED).first()
    if living is None:
        return
    if living.pathway_id == pathway.pk:
        raise ProjectRefused(_("This household already has a project: open that one."))
    raise ProjectRefused(
        _("This household has a project under way: confirm or extend it instead of writing a second one.")
    )


def kind_for(pathway: Pathway) -> ProjectKind:
    """Who writes the project follows from the way that the preliminary analysis decided."""
    if pathway.state == PathwayState.CLOSED:
        raise ProjectRefused(_("The pathway is closed: it has no project."))
    if not pathway.way:
        raise ProjectRefused(_("First close the preliminary analysis: it decides who writes the project."))
    if pathway.way == Way.WORK_ONLY:
        raise ProjectRefused(
            _("The need is about work only: the employment centre signs a service pact, there is no project.")
        )
    if pathway.way == Way.SOCIAL_ONLY:
        return ProjectKind.SOCIAL
    item = deciding_item(pathway)
    if item is None:
        raise ProjectRefused(
            _("The need is complex: the multidisciplinary team must decide on the project first.")
        )
    return ProjectKind.SOCIAL if item.decision == "social_only" else ProjectKind.COMPLEX


def _ask_parties(project: Project, on: date) -> None:
    adults = [
        member.person
        for member in members_of(project.case.household, on)
        if (age := age_on(member.person, on)) is None or age >= ADULT
    ]
    parties = [Party(project=project, person=person) for person in adults if person.died_on is None]
    parties += [
        Party(project=project, user=user, organisation=body) for user, body in professionals_of(project, on)
    ]
    for position, party in enumerate(parties, start=1):
        party.position = position
    Party.objects.bulk_create(parties)


@transaction.atomic
def extend_project(
    *, project: Project, pathway: Pathway, reason: str, by: User, at: datetime, on: date
) -> ProjectExtension:
    """Carry the household's living project on into the pathway of a new outcome; revise it afterwards if needed.

    The new pathway enters the stages that the project has reached already; the former one closes.

    :raises ProjectRefused: the project is closed, of another household, or already belongs to that pathway.
    """
    row = locked(project.pk)
    target = Pathway.objects.select_for_update(of=("self",)).select_related("case").get(pk=pathway.pk)
    if row.state == ProjectState.CLOSED:
        raise ProjectRefused(_("This project is closed: write a new one."))
    if target.case_id != row.case_id:
        raise ProjectRefused(_("This project belongs to another household."))
    if target.pk == row.pathway_id:
        raise ProjectRefused(_("The project already belongs to this application."))
    if target.state == PathwayState.CLOSED:
        raise ProjectRefused(_("The pathway is closed: it has no project."))
    extension = ProjectExtension.objects.create(
        project=row,
        from_pathway=row.pathway,
        to_pathway=target,
        on=on,
        reason=clean_text(reason, field="reason", message=_("Say why the project goes on."), limit=300),
        by=by,
        recorded_at=at,
    )
    former = row.pathway
    row.pathway = target
    row.save(update_fields=["pathway"])
    bump(row, ContentChange.EXTENDED, text=target.protocol, by=by, at=at)
    if row.defined_on:
        enter_stage(pathway=target, stage=Stage.PROJECT, on=max(on, target.outcome_on), by=by, at=at)
    if row.started_on:
        enter_stage(pathway=target, stage=Stage.STARTED, on=max(on, target.outcome_on), by=by, at=at)
    record(
        "projects.project.extended",
        by=by,
        at=at,
        context=row.case_id,
        subject=row,
        important=True,
        protocol=target.protocol,
        reason=extension.reason,
    )
    if former.state != PathwayState.CLOSED:
        reason = _("The project goes on in application %(protocol)s.") % {"protocol": target.protocol}
        close_pathway(pathway=former, reason=reason, on=max(on, former.outcome_on), by=by, at=at)
    if row.defined_on:
        let_parties_read(row, by=by, at=at)
    for touched in (former, target):
        refresh_watches(pathway=touched, by=by, at=at)
    return extension
