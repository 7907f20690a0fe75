"""Reading jobs and drafts."""

from typing import Any

from django.db import models

from accanto.foundation.jobs.models import Draft


def draft_data(user: models.Model, key: str) -> dict[str, Any]:
    """What the user typed under this key and has not registered; empty when there is nothing."""
    draft = Draft.objects.filter(user_id=user.pk, key=key[:120]).first()
    return dict(draft.data) if draft else {}
