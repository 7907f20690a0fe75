import logging
from itertools import chain
from urllib.parse import quote
from uuid import UUID

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.text import slugify

from accanto.core.web import page, reads
from accanto.foundation.documents.doors import may_open
from accanto.foundation.documents.errors import DocumentDamaged
from accanto.foundation.documents.file_types import type_of
from accanto.foundation.documents.models import Document
from accanto.foundation.documents.names import ending_of
from accanto.foundation.documents.reading import read_document
from accanto.territory.staff.requests import StaffRequest

log = logging.getLogger(__name__)


@page()
def document(request: StaffRequest, pk: UUID) -> HttpResponse:
    """A stored file, for whom one of its doors opens; for everybody else it does not exist."""
    row = get_object_or_404(Document, pk=pk)
    if not may_open(request.user, row):
        raise Http404
    return handed_over(row)


def handed_over(row: Document) -> HttpResponse:
    """The content, decrypted as it goes. Whatever is inside, it runs no script, frames nothing, and is not kept by
    anything between here and the reader."""
    reads.opened(row)
    reads.taken()
    content = read_document(row)
    try:
        first = next(content)
    except DocumentDamaged:
        log.exception("document %s cannot be read", row.pk)
        raise
    answer = StreamingHttpResponse(chain([first], content), content_type=row.media_type)
    known = type_of(row.media_type)
    ending = known.endings[0] if known else ending_of(str(row.filename)) or "bin"
    name = f"{slugify(row.title) or 'documento'}.{ending}"
    way = "inline" if known and known.shown else "attachment"
    answer["Content-Length"] = row.size
    answer["Content-Disposition"] = f"{way}; filename*=UTF-8''{quote(name)}"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["X-Frame-Options"] = "DENY"
    answer["Content-Security-Policy"] = (
        "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'none'"
    )
    answer["Cache-Control"] = "private, no-store"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer  # type: ignore[return-value]
