"""From draft to paper: proposing freezes a version, withdrawing takes it back, revising begins the next one."""

from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Min
from django.urls import reverse
from django.utils.translation import gettext as _

from accanto.casework.assessment.enums import AssessmentKind, AssessmentState
from accanto.casework.assessment.models import Assessment
from accanto.casework.cases.operations import close_deadlines, open_deadline
from accanto.casework.projects.enums import PROJECT_TRANSITIONS
from accanto.casework.projects.models import Party, Project, ProjectVersion
from accanto.casework.projects.operations.printing import freeze
from accanto.casework.projects.operations.reading import let_parties_read
from accanto.casework.projects.operations.revisions import clean_text, locked, refuse_unread
from accanto.casework.projects.operations.terms import signing_term
from accanto.casework.projects.operations.watches import refresh_watches
from accanto.casework.projects.queries.missing import missing_to_propose
from accanto.core.errors import OperationRefused
from accanto.foundation.audit.operations import record
from accanto.foundation.documents.operations import store_document
from accanto.foundation.notifications.operations import notify
from accanto.territory.staff.models import User

TO_SIGN, TO_START, REVIEW = "project_to_sign", "project_to_start", "project_review"
MY_SIGNATURE = "project_my_signature"


class ProjectIncomplete(OperationRefused):
    """`missing` names what is needed before anybody can sign."""


@transaction.atomic
def propose(
    *, project: Project, by: User, at: datetime, expected_revision: int | None = None, change_note: str = ""
) -> ProjectVersion:
    """Freeze the content as the next version (PDF/A-3 with its fingerprint) and ask the parties to sign it.

    :raises ProjectIncomplete: naming everything that is missing.
    :raises ChangedMeanwhile: the content is no longer the one that `by` read.
    """
    row = locked(project.pk)
    state = PROJECT_TRANSITIONS.move("propose", row.state)
    refuse_unread(row, expected_revision)
    if missing := missing_to_propose(row, at.date()):
        raise ProjectIncomplete(
            _("The project cannot be signed yet."), missing=[lack.sentence for lack in missing]
        )
    number = row.version + 1
    pdf, content, mark = freeze(row, number=number, at=at)
    document = store_document(
        kind="project",
        title=_("Project of the household %(label)s, version %(number)d")
        % {"label": row.case.household.label, "number": number},
        content=pdf,
        filename=f"progetto-{row.case.number.replace('/', '-')}-v{number}.pdf",
        media_type="application/pdf",
        by=by,
        at=at,
        context=row.case_id,
        frozen=True,
        version=number,
    )
    version = ProjectVersion.objects.create(
        project=row,
        number=number,
        revision=row.revision,
        document=document,
        frozen_at=at,
        frozen_by=by,
        content=content,
        fingerprint=mark,
        change_note=(change_note or row.change_reason)[:300],
    )
    row.state, row.version, row.change_reason = state, number, ""
    row.save(update_fields=["state", "version", "change_reason"])
    _ask_for_signatures(row, by, at)
    record(
        "projects.project.proposed",
        by=by,
        at=at,
        context=row.case_id,
        subject=row,
        important=True,
        number=number,
    )
    refresh_watches(pathway=row.pathway, by=by, at=at)
    return version


def _ask_for_signatures(project: Project, by: User, at: datetime) -> None:
    analysed = Assessment.objects.filter(
        pathway=project.pathway_id, kind=AssessmentKind.SECTION_A, state=AssessmentState.CLOSED
    ).aggregate(first=Min("closed_on"))["first"]
    term = signing_term(project.pathway, at.date(), analysed, again=project.defined_on is not None)
    open_deadline(
        case=project.case,
        owner=project.case.responsible,
        code=TO_SIGN,
        subject=project.pk,
        started_on=term.started_on,
        due_on=term.due_on,
        rule=term.rule.source[:200],
        project=str(project.pk),
        number=project.version,
    )
    let_parties_read(project, by=by, at=at)
    for party in Party.objects.present().filter(project=project).select_related("user"):
        if party.user is None:
            continue
        if party.user_id != project.case.responsible_id:
            open_deadline(
                case=project.case,
                owner=party.user,
                code=MY_SIGNATURE,
                subject=signature_subject(party),
                started_on=term.started_on,
                due_on=term.due_on,
                rule=term.rule.source[:200],
                project=str(project.pk),
                party=party.pk,
                who=party.user.get_full_name(),
            )
        if party.user_id != by.pk:
            notify(
                "projects.to_sign",
                user=party.user,
                at=at,
                url=reverse("project_sign", args=[project.pk, party.pk]),
                context=project.case_id,
                who=by.get_full_name(),
                household=project.case.household.label,
                number=project.version,
            )


def signature_subject(party: Party) -> UUID:
    """Deadlines are about ids: a party's number becomes one, always the same."""
    return uuid5(party.project_id, f"party {party.pk}")


@transaction.atomic
def withdraw(*, project: Project, reason: str, by: User, at: datetime) -> Project:
    """Take a proposed version back to change it. What was signed of it stays in the history and is worth no more."""
    row = locked(project.pk)
    state = PROJECT_TRANSITIONS.move("withdraw", row.state)
    note = clean_text(reason, field="reason", message=_("Say why it is withdrawn."), limit=300)
    withdraw_version(row, by=by, at=at, reason=note)
    row.state, row.change_reason = state, note
    row.save(update_fields=["state", "change_reason"])
    return row


def withdraw_version(project: Project, *, by: User, at: datetime, reason: str) -> None:
    version = project.versions.select_for_update(of=("self",)).get(number=project.version)
    version.withdrawn_at = at
    version.save(update_fields=["withdrawn_at"])
    close_deadlines(subject=project.pk, code=TO_SIGN, at=at, state="cancelled")
    for party in project.parties.all():
        close_deadlines(subject=signature_subject(party), at=at, state="cancelled")
    record(
        "projects.project.withdrawn",
        by=by,
        at=at,
        context=project.case_id,
        subject=project,
        number=version.number,
        reason=reason,
    )
    signers = version.signatures.filter(party__user__isnull=False).select_related("party__user")
    for signature in signers:
        if signature.party.user_id != by.pk and signature.party.user is not None:
            notify(
                "projects.withdrawn",
                user=signature.party.user,
                at=at,
                url=reverse("project", args=[project.pk]),
                context=project.case_id,
                who=by.get_full_name(),
                household=project.case.household.label,
                number=version.number,
            )


@transaction.atomic
def revise(*, project: Project, reason: str, by: User, at: datetime) -> Project:
    """Begin a new version of a signed project. The old one stays in force and in sight until the new one is signed."""
    row = locked(project.pk)
    state = PROJECT_TRANSITIONS.move("revise", row.state)
    note = clean_text(reason, field="reason", message=_("Say what makes a new version needed."), limit=300)
    row.state, row.change_reason = state, note
    row.save(update_fields=["state", "change_reason"])
    record(
        "projects.project.revised",
        by=by,
        at=at,
        context=row.case_id,
        subject=row,
        important=True,
        number=row.version + 1,
        reason=note,
    )
    return row
