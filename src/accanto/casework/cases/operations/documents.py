from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accanto.casework.cases.models import Case
from accanto.core.errors import OperationRefused
from accanto.foundation.audit.operations import record
from accanto.foundation.documents.enums import DocumentKind
from accanto.foundation.documents.models import Document
from accanto.foundation.documents.operations import store_document
from accanto.territory.staff.models import User

MAX_BYTES = 20 * 1024 * 1024
# What a file begins with, by its ending: the name alone is not believed.
_OFFICE = b"PK\x03\x04"
MEDIA = {
    "pdf": ("application/pdf", b"%PDF-"),
    "png": ("image/png", b"\x89PNG"),
    "jpg": ("image/jpeg", b"\xff\xd8\xff"),
    "jpeg": ("image/jpeg", b"\xff\xd8\xff"),
    "txt": ("text/plain", b""),
    "odt": ("application/vnd.oasis.opendocument.text", _OFFICE),
    "ods": ("application/vnd.oasis.opendocument.spreadsheet", _OFFICE),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", _OFFICE),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _OFFICE),
}


@transaction.atomic
def attach_document(
    *, case: Case, title: str, filename: str, size: int, read: Callable[[], bytes], by: User, at: datetime
) -> Document:
    """Keep a file in a case. `read` gives its bytes and is called only when its size is acceptable.

    :raises OperationRefused: empty, over 20 MB, of a kind that is not taken, or not what its name says.
    """
    if not size:
        raise OperationRefused(_("The file is empty: choose another one."), field="file")
    if size > MAX_BYTES:
        raise OperationRefused(_("The file is larger than 20 MB: reduce it or split it."), field="file")
    ending = filename.rpartition(".")[2].lower()
    if ending not in MEDIA:
        raise OperationRefused(
            _("Files of this kind are not taken: save it as PDF, image, text or office document."),
            field="file",
        )
    media_type, beginning = MEDIA[ending]
    content = read()
    if not content.startswith(beginning):
        raise OperationRefused(
            _("The file is not what its name says (%(ending)s): save it again.") % {"ending": ending},
            field="file",
        )
    row = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if row.state == "closed":
        raise OperationRefused(_("The case is closed."))
    document = store_document(
        kind=DocumentKind.ATTACHMENT,
        title=title,
        content=content,
        filename=filename,
        media_type=media_type,
        by=by,
        at=at,
        context=row.pk,
    )
    record("cases.document.stored", by=by, at=at, context=row.pk, subject=document, title=title)
    return document
