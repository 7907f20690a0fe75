"""Storing files; the only way in."""

import hashlib
from datetime import datetime
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import models, transaction

from accanto.foundation.documents.models import Document


@transaction.atomic
def store_document(
    *,
    kind: str,
    title: str,
    content: bytes,
    filename: str,
    media_type: str,
    by: models.Model | None,
    at: datetime,
    context: UUID | None = None,
    frozen: bool = False,
    version: int = 1,
) -> Document:
    """Keep the bytes with their SHA-256 fingerprint; the name on disk is our own, never the sender's."""
    document = Document(
        kind=kind,
        title=title[:200],
        media_type=media_type,
        size=len(content),
        version=version,
        sha256=hashlib.sha256(content).hexdigest(),
        frozen=frozen,
        context=context,
        created_at=at,
        created_by_id=by.pk if by else None,
    )
    suffix = filename.rsplit(".", 1)[-1].lower()[:5] if "." in filename else "bin"
    document.file.save(f"{document.id}.{suffix}", ContentFile(content), save=False)
    document.save(force_insert=True)
    return document
