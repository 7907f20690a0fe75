"""Who the key acts as, and the long works that it started."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from ninja import Router

from accanto.core.web import load
from accanto.faces.api.doors import reading
from accanto.faces.api.requests import ProgramRequest
from accanto.faces.api.schemas.me import JobOut, MeOut
from accanto.foundation.jobs.models import Job

router = Router(tags=["me"])


@router.get("/me", response=MeOut, url_name="me", summary="Who the key acts as, and what it may do")
@reading()
def get_me(request: ProgramRequest) -> dict[str, Any]:
    user, key = request.user, request.api_key
    return {
        "username": user.username,
        "name": str(user),
        "key": {
            "label": key.label,
            "prefix": key.prefix,
            "expires_on": timezone.localtime(key.expires_at).date(),
        },
        "scopes": key.scopes,
        "permissions": sorted(user.access.permissions),
    }


@router.get("/jobs/{uuid:job_id}", response=JobOut, url_name="job", summary="How far a long work is")
@reading(single=True)
def get_job(request: ProgramRequest, job_id: UUID) -> Job:
    """Of one that the account started; any other does not exist."""
    return load(Job.objects.filter(owner_id=request.user.pk), job_id)
