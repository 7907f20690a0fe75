"""Every change of content takes the project's lock and the next revision: nobody overwrites what they have not read."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from accanto.casework.projects.enums import ContentChange, ProjectState
from accanto.casework.projects.models import Piece, Project, ProjectChange
from accanto.core.errors import ChangedMeanwhile, OperationRefused
from accanto.people.persons.models import Person
from accanto.territory.staff.models import User


class NotEditable(OperationRefused):
    """The content can only change while the project is being written."""


def locked(project_id: UUID) -> Project:
    """The project with its row locked until the end of the transaction."""
    return (
        Project.objects.select_for_update(of=("self",))
        .select_related("case__household", "case__responsible", "pathway__municipality")
        .get(pk=project_id)
    )


def locked_for_writing(project_id: UUID, expected_revision: int | None = None) -> Project:
    """:raises NotEditable: it is not being written.
    :raises ChangedMeanwhile: somebody changed it after `expected_revision`; `missing` says what."""
    project = locked(project_id)
    if project.state == ProjectState.PROPOSED:
        raise NotEditable(_("The project is waiting for signatures: withdraw it before changing it."))
    if project.state in {ProjectState.SIGNED, ProjectState.RUNNING}:
        raise NotEditable(_("The project is signed: write a new version to change it."))
    if project.state != ProjectState.DRAFT:
        raise NotEditable(_("The project is suspended or closed: its content does not change."))
    refuse_unread(project, expected_revision)
    return project


def refuse_unread(project: Project, expected_revision: int | None) -> None:
    if expected_revision is None or expected_revision == project.revision:
        return
    raise ChangedMeanwhile(
        _("Somebody changed the project while you were working on it. Read what changed, then confirm."),
        missing=changes_since(project, expected_revision),
    )


def changes_since(project: Project, revision: int) -> list[str]:
    """Sentences: who did what after a revision."""
    rows = project.changes.filter(revision__gt=revision).select_related("by")
    return [f"{row.by.get_full_name()} {sentence(row)}" for row in rows]


def sentence(change: ProjectChange) -> str:
    return str(ContentChange(change.what).label) % {"text": change.text}


def bump(project: Project, what: str, *, text: str, by: User, at: datetime) -> Project:
    """The next revision, with what it changed."""
    project.revision += 1
    project.save(update_fields=["revision"])
    ProjectChange.objects.create(
        project=project, revision=project.revision, what=what, text=text[:400], by=by, at=at
    )
    return project


def clean_text(value: str, *, field: str, message: str, limit: int = 400) -> str:
    text = " ".join(value.split())
    if not text:
        raise OperationRefused(message, field=field)
    if len(text) > limit:
        raise OperationRefused(
            _("This is too long to be remembered: at most %(limit)d characters.") % {"limit": limit},
            field=field,
        )
    return text


def take_away(project: Project, piece: Piece, at: datetime) -> None:
    """What no version has frozen is forgotten; the rest stays in the history."""
    if project.version == 0:
        piece.delete()
        return
    piece.removed_at = at
    piece.save(update_fields=["removed_at"])


def refuse_stranger(project: Project, person: Person, field: str) -> None:
    if not project.case.household.members.filter(person=person, ends_on=None).exists():
        raise OperationRefused(_("%(name)s is not of this household.") % {"name": person}, field=field)
