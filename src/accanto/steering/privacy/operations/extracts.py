"""The extract of a person's data: what is left out and why, which names are covered, and its issuing."""

from datetime import date, datetime

from django.db import connection, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accanto.core.dated_rules import Rule, rules_of
from accanto.core.errors import NotPermitted, OperationRefused
from accanto.foundation.audit.operations import record
from accanto.foundation.documents.enums import DocumentKind
from accanto.foundation.documents.models import Document
from accanto.foundation.documents.operations import store_document
from accanto.people.persons.extracts import sections
from accanto.steering.privacy.enums import REQUEST, RequestKind
from accanto.steering.privacy.extracting import may_prepare, preview
from accanto.steering.privacy.extracting.gathering import COURT_HOLD, GROUNDS, omitted_from
from accanto.steering.privacy.extracting.papers import papers_of
from accanto.steering.privacy.models import Extract, ExtractOmission, PersonRequest
from accanto.territory.staff.models import User


def grounds_on(on: date) -> dict[str, Rule]:
    """Those that somebody may choose; a court hold counts by itself."""
    return {key: rule for key, rule in rules_of(GROUNDS).all_at(on).items() if key != COURT_HOLD}


@transaction.atomic
def cover_names(*, request: PersonRequest, names: str, by: User, at: datetime) -> Extract:
    """Further names that the extract hides, one a line: somebody whom only the diary names.

    :raises OperationRefused: it has been issued.
    """
    row = _being_prepared(request, by, at)
    row.covered = "\n".join(
        dict.fromkeys(" ".join(line.split()) for line in names.splitlines() if line.strip())
    )
    row.save(update_fields=["covered"])
    return row


@transaction.atomic
def omit_section(
    *, request: PersonRequest, section: str, ground: str, reason: str, by: User, at: datetime
) -> ExtractOmission:
    """Leave a whole section out; a second time changes ground and reason.

    :raises OperationRefused: no such section or ground, no reason, or it has been issued.
    """
    row = _being_prepared(request, by, at)
    if section not in {one.code for one in sections()}:
        raise OperationRefused(_("There is no such section."))
    if ground not in grounds_on(at.date()):
        raise OperationRefused(
            _("Choose the ground of law: without one nothing may be left out."), field="ground"
        )
    if not reason.strip():
        raise OperationRefused(_("Write why: whoever reads it in a year must understand it."), field="reason")
    kept, _made = ExtractOmission.objects.update_or_create(
        extract=row,
        section=section,
        defaults={"ground": ground, "reason": reason.strip(), "by": by, "at": at},
    )
    return kept


@transaction.atomic
def put_section_back(*, request: PersonRequest, section: str, by: User, at: datetime) -> None:
    """:raises OperationRefused: it had not been left out, or the extract has been issued."""
    row = _being_prepared(request, by, at)
    gone, _each = ExtractOmission.objects.filter(extract=row, section=section).delete()
    if not gone:
        raise OperationRefused(_("This section is not left out."))


@transaction.atomic
def issue_extract(*, request: PersonRequest, address: str | None, by: User, at: datetime) -> Extract:
    """Make the papers, freeze them, and write down that the data of this person left.

    :raises OperationRefused: it has been issued already, or everything is left out.
    """
    row = _being_prepared(request, by, at)
    on = timezone.localtime(at).date()
    with translation.override("it"):
        found = preview(row.request, row, on)
    if not found.sections:
        raise OperationRefused(_("Everything is left out: refuse the request with its reason instead."))
    paper, data, mark = papers_of(row.request, found, at)
    # What a hold leaves out is written down like what somebody chose: the hold may be lifted tomorrow.
    ExtractOmission.objects.bulk_create(
        ExtractOmission(extract=row, section=code, ground=one.ground.key, reason=one.reason, by=by, at=at)
        for code, one in omitted_from(row.request, row, on).items()
        if one.by_hold
    )
    row.paper, row.data = (_keep(row, *content, at) for content in ((paper, "pdf"), (data, "json")))
    row.fingerprint, row.covered, row.issued_by, row.issued_at = mark, "", by, at
    row.save()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT audit_read(%s, 'taken', 'privacy_extract_issue', NULL, %s, 1, '', NULL, %s, %s, FALSE)",
            [by.pk, [row.request.person_id], _("extract for the person"), address],
        )
    record(
        "privacy.extract.issued",
        by=by,
        at=at,
        subject=row.request.person,
        people=[str(row.request.person_id)],
    )
    return row


def _keep(row: Extract, content: bytes, ending: str, at: datetime) -> Document:
    """Without a context and without an author: no other door opens it than the request's."""
    return store_document(
        kind=DocumentKind.ATTACHMENT,
        title=_("Extract of a person’s data"),
        content=content,
        filename=f"estratto.{ending}",
        media_type="application/pdf" if ending == "pdf" else "application/json",
        by=None,
        at=at,
        frozen=True,
    )


def _being_prepared(request: PersonRequest, by: User, at: datetime) -> Extract:
    """The extract of an open request of access, locked; made when it is not there yet."""
    row = PersonRequest.objects.select_for_update(of=("self",)).select_related("person").get(pk=request.pk)
    if not may_prepare(by, row.person_id, timezone.localtime(at).date()):
        raise NotPermitted(_("Whoever prepares an extract coordinates every case of the person."))
    if row.kind != RequestKind.ACCESS:
        raise OperationRefused(_("An extract answers a request of access."))
    extract = Extract.objects.filter(request=row).first()
    if extract is not None and extract.issued_at is not None:
        raise OperationRefused(_("The extract has been issued: it does not change any more."))
    if not REQUEST.allows("answer", row.state):
        raise OperationRefused(_("The request has been answered already."))
    if extract is None:
        extract = Extract.objects.create(request=row, prepared_by=by, prepared_at=at)
    extract.request = row
    return extract
