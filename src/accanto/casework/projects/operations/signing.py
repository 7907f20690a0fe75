"""Signing a frozen version: on paper with its scan, drawn on screen, or with the name typed on screen."""

from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accanto.casework.cases.operations import close_deadlines, open_deadline
from accanto.casework.pathways.enums import Stage
from accanto.casework.pathways.operations import enter_stage
from accanto.casework.projects.enums import PROJECT_TRANSITIONS, ProjectState, SignatureKind
from accanto.casework.projects.models import Party, Project, ProjectVersion, Signature
from accanto.casework.projects.operations.proposing import TO_SIGN, TO_START, signature_subject
from accanto.casework.projects.operations.reading import end_work_of_team
from accanto.casework.projects.operations.revisions import changes_since, locked
from accanto.casework.projects.operations.scans import ScanRefused, drawing
from accanto.casework.projects.operations.terms import term_of
from accanto.casework.projects.rules import why_not_sign
from accanto.core.errors import ChangedMeanwhile, NotPermitted, OperationRefused
from accanto.foundation.audit.operations import record
from accanto.foundation.documents.enums import DocumentKind
from accanto.foundation.documents.errors import FileRefused
from accanto.foundation.documents.models import Document
from accanto.foundation.documents.operations import store_upload
from accanto.foundation.notifications.operations import notify
from accanto.people.persons.gone import with_people
from accanto.people.persons.naming import fold
from accanto.territory.staff.models import User


class SignatureRefused(OperationRefused):
    """Nothing was signed; `field` says what to mend."""


@dataclass(frozen=True)
class Ink:
    """What the signer left: the scan's bytes, the drawing as a PNG data address, or only the typed name."""

    kind: str
    signed_name: str
    signed_on: date
    scan: bytes = b""
    drawn: str = ""


@transaction.atomic
def sign(
    *,
    version: ProjectVersion,
    party: Party,
    ink: Ink,
    by: User,
    at: datetime,
    expected_revision: int | None = None,
) -> Signature:
    """Record the signature of one party; the last one makes the project signed (or running again).

    :raises ChangedMeanwhile: the version was withdrawn or is no longer what the signer read.
    :raises NotPermitted: an operator signs for a body that is not their own.
    :raises SignatureRefused: signed already, a day that cannot be, no name; ScanRefused for the file itself.
    """
    project = locked(version.project_id)
    current = _still_open(project, version, expected_revision)
    (signer,) = with_people(
        Party.objects.select_related("person", "user", "organisation").filter(pk=party.pk)
    )
    if signer.project_id != project.pk or signer.removed_at is not None:
        raise SignatureRefused(_("This signature is no longer asked for."))
    if reason := why_not_sign(by, signer, on_paper=ink.kind == SignatureKind.PAPER):
        raise NotPermitted(reason)
    if current.signatures.filter(party=signer).exists():
        raise SignatureRefused(_("%(name)s has already signed this version.") % {"name": _name(signer)})
    _check_day(ink, current, at)
    _check_hand(ink, signer)
    document = _keep(project, current, signer, ink, by, at)
    signature = Signature.objects.create(
        version=current,
        party=signer,
        kind=ink.kind,
        signed_on=ink.signed_on,
        signed_name=" ".join(ink.signed_name.split())[:160],
        document=document,
        collected_by=by,
        recorded_at=at,
    )
    close_deadlines(subject=signature_subject(signer), at=at)
    _tell(project, current, signer, by, at)
    if not waiting_for_signature(project, current):
        _complete(project, current, by, at)
    return signature


def _still_open(project: Project, version: ProjectVersion, expected_revision: int | None) -> ProjectVersion:
    current = ProjectVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    if current.withdrawn_at is not None or current.number != project.version:
        raise ChangedMeanwhile(
            _("This version was withdrawn while you were reading it: read the new one before signing."),
            missing=changes_since(project, current.revision),
        )
    if current.revision != project.revision or expected_revision not in (None, current.revision):
        raise ChangedMeanwhile(
            _("The project was changed while you were reading it: read it again before signing."),
            missing=changes_since(project, min(current.revision, expected_revision or current.revision)),
        )
    if project.state != ProjectState.PROPOSED:
        raise SignatureRefused(_("This project is not waiting for signatures."))
    return current


def _check_day(ink: Ink, version: ProjectVersion, at: datetime) -> None:
    if not ink.signed_name.strip():
        raise SignatureRefused(_("Write the name and surname of who signs."), field="signed_name")
    if ink.signed_on > at.date():
        raise SignatureRefused(_("The day of the signature is in the future."), field="signed_on")
    if ink.signed_on < version.frozen_at.astimezone(at.tzinfo).date():
        raise SignatureRefused(_("The day comes before this version was written."), field="signed_on")


def _check_hand(ink: Ink, party: Party) -> None:
    """Who cannot sign does not: the name under the signature is of the one whom the decree names."""
    if party.representative and fold(ink.signed_name) == fold(_name(party)):
        raise SignatureRefused(
            _("%(representative)s signs for %(name)s: write the name of who signs.")
            % {"representative": party.representative, "name": _name(party)},
            field="signed_name",
        )


def _tell(project: Project, version: ProjectVersion, party: Party, by: User, at: datetime) -> None:
    verb = "projects.project.signature_for" if party.representative else "projects.project.signature"
    more: dict[str, Any] = {"representative": party.representative} if party.representative else {}
    record(
        verb,
        by=by,
        at=at,
        context=project.case_id,
        subject=project,
        who=_name(party),
        number=version.number,
        **more,
    )


def _keep(
    project: Project, version: ProjectVersion, party: Party, ink: Ink, by: User, at: datetime
) -> Document | None:
    if ink.kind == SignatureKind.TYPED:
        return None
    drawn = ink.kind == SignatureKind.DRAWN
    try:
        return store_upload(
            kind=DocumentKind.SIGNATURE,
            title=_("Signature of %(name)s on version %(number)d")
            % {"name": _name(party), "number": version.number},
            upload=BytesIO(drawing(ink.drawn) if drawn else ink.scan),
            filename=_("signature"),
            by=by,
            at=at,
            context=project.case_id,
            frozen=True,
            version=version.number,
        )
    except FileRefused as refusal:
        raise ScanRefused(str(refusal), field="drawing" if drawn else "scan") from refusal


def waiting_for_signature(project: Project, version: ProjectVersion) -> list[Party]:
    """Parties who have not signed this version yet."""
    done = version.signatures.values("party_id")
    return with_people(
        project.parties.present().exclude(pk__in=done).select_related("person", "user", "organisation")
    )


def _complete(project: Project, version: ProjectVersion, by: User, at: datetime) -> None:
    """Everybody has signed: the version is in force from the day of the last signature."""
    last: date = max(version.signatures.values_list("signed_on", flat=True))
    version.completed_on = last
    version.save(update_fields=["completed_on"])
    again = project.started_on is not None
    project.state = PROJECT_TRANSITIONS.move(
        "complete_revision" if again else "complete_signatures", project.state
    )
    first = project.defined_on is None
    project.defined_on = project.defined_on or last
    project.save(update_fields=["state", "defined_on"])
    close_deadlines(subject=project.pk, code=TO_SIGN, at=at)
    end_work_of_team(project, by=by, at=at)
    if first:
        enter_stage(
            pathway=project.pathway,
            stage=Stage.PROJECT,
            on=max(last, project.pathway.outcome_on),
            by=by,
            at=at,
        )
    if not again:
        _ask_to_start(project, last)
    record(
        "projects.project.signed",
        by=by,
        at=at,
        context=project.case_id,
        subject=project,
        important=True,
        number=version.number,
    )
    responsible = project.case.responsible
    if responsible is not None and responsible.pk != by.pk:
        notify(
            "projects.signed",
            user=responsible,
            at=at,
            url=reverse("project", args=[project.pk]),
            context=project.case_id,
            household=project.case.household.label,
            number=version.number,
        )


def _ask_to_start(project: Project, signed_on: date) -> None:
    term = term_of("start", signed_on, project.pathway.municipality.istat_code)
    open_deadline(
        case=project.case,
        owner=project.case.responsible,
        code=TO_START,
        subject=project.pk,
        started_on=term.started_on,
        due_on=term.due_on,
        rule=term.rule.source[:200],
        project=str(project.pk),
        signed_on=signed_on.isoformat(),
    )


def _name(party: Party) -> str:
    return str(party.person or party.user)


__all__ = ["Ink", "ScanRefused", "SignatureRefused", "sign", "waiting_for_signature"]
