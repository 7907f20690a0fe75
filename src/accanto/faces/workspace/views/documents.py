from urllib.parse import quote
from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.text import slugify

from accanto.core.web import page, reads
from accanto.foundation.documents.doors import may_open
from accanto.foundation.documents.models import Document
from accanto.territory.staff.requests import StaffRequest

# What a browser may show by itself; everything else is taken away as a file.
SHOWN = frozenset({"application/pdf", "image/png", "image/jpeg", "text/plain"})


@page()
def document(request: StaffRequest, pk: UUID) -> HttpResponse:
    """A stored file, for whom one of its doors opens; for everybody else it does not exist.

    Whatever is inside, it runs no script, frames nothing, and is not kept by anything between here and the reader.
    """
    row = get_object_or_404(Document, pk=pk)
    if not may_open(request.user, row):
        raise Http404
    try:
        opened = row.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    ending = (row.file.name or "").rpartition(".")[2]
    reads.opened(row)
    reads.taken()
    name = f"{slugify(row.title) or 'documento'}.{ending}"
    inline = row.media_type in SHOWN
    answer = FileResponse(opened, content_type=row.media_type)
    answer["Content-Disposition"] = f"{'inline' if inline else 'attachment'}; filename*=UTF-8''{quote(name)}"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = (
        "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'"
    )
    answer["Cache-Control"] = "private, no-store"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer  # type: ignore[return-value]
