"""Recording what happened."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models

from accanto.foundation.audit.models import Event
from accanto.foundation.audit.verbs import check_verb


def record(
    verb: str,
    *,
    by: models.Model | None,
    at: datetime,
    context: UUID | None = None,
    subject: models.Model | None = None,
    important: bool = False,
    **params: Any,
) -> Event:
    """Tell that something happened, inside the caller's transaction.

    :raises UnknownVerb: when no room registered `verb`.
    """
    check_verb(verb)
    return Event.objects.create(
        at=at,
        actor_id=by.pk if by else None,
        verb=verb,
        context=context,
        subject_kind=subject._meta.label_lower if subject else "",
        subject=str(subject.pk) if subject else "",
        params=params,
        important=important,
    )
