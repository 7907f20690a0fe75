from datetime import datetime
from typing import IO

from django.db import transaction
from django.utils.translation import gettext as _

from accanto.casework.cases.models import Case
from accanto.core.errors import OperationRefused
from accanto.foundation.audit.operations import record
from accanto.foundation.documents.enums import DocumentKind
from accanto.foundation.documents.models import Document
from accanto.foundation.documents.operations import add_version, store_upload
from accanto.territory.staff.models import User


@transaction.atomic
def attach_document(
    *, case: Case, title: str, filename: str, file: IO[bytes], by: User, at: datetime
) -> Document:
    """Keep in a case a file that somebody received.

    :raises OperationRefused: the case is closed; FileRefused for the file itself.
    """
    row = _open(case)
    document = store_upload(
        kind=DocumentKind.ATTACHMENT,
        title=title,
        upload=file,
        filename=filename,
        by=by,
        at=at,
        context=row.pk,
    )
    record("cases.document.stored", by=by, at=at, context=row.pk, subject=document, title=document.title)
    return document


@transaction.atomic
def attach_version(
    *, case: Case, document: Document, reason: str, filename: str, file: IO[bytes], by: User, at: datetime
) -> Document:
    """A newer version of an attachment of this case; the one before can still be read.

    :raises OperationRefused: the case is closed, no reason, or the document makes its versions by itself (a letter, a
        project); ChangedMeanwhile and FileRefused as `add_version`.
    """
    row = _open(case)
    if document.context != row.pk or document.kind != DocumentKind.ATTACHMENT:
        raise OperationRefused(_("This document gets its new versions from where it is made."))
    following = add_version(document=document, upload=file, filename=filename, reason=reason, by=by, at=at)
    record(
        "cases.document.renewed",
        by=by,
        at=at,
        context=row.pk,
        subject=following,
        title=following.title,
        number=following.version,
        reason=following.reason,
    )
    return following


def _open(case: Case) -> Case:
    row = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if row.state == "closed":
        raise OperationRefused(_("The case is closed."))
    return row
