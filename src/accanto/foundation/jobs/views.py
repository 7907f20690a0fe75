"""The page of a long job, its progress, and the drafts of whatever one is writing."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accanto.core import clock
from accanto.core.errors import OperationRefused
from accanto.core.web import action, page
from accanto.foundation.jobs.enums import JobState
from accanto.foundation.jobs.models import Job
from accanto.foundation.jobs.operations import keep_draft

_STATE = {
    JobState.QUEUED: "waiting",
    JobState.RUNNING: "running",
    JobState.DONE: "done",
    JobState.FAILED: "failed",
}


@page()
def job_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The whole page; for htmx only the bar, which asks again until the work is over."""
    job = get_object_or_404(Job, pk=pk, owner_id=request.user.pk)
    shown = _shown(job)
    if request.headers.get("HX-Request"):
        return render(request, "parts/progress.html", {"job": shown})
    recent = Job.objects.filter(owner_id=request.user.pk).exclude(pk=pk)[:10]
    return render(request, "jobs/job.html", {"job": shown, "recent": recent, "today": clock.today()})


@action(repeatable=True)
def draft_save(request: HttpRequest, key: str) -> HttpResponse:
    """What is being typed, every few seconds; 422 when it is too long to be kept."""
    data: dict[str, Any] = {
        name: values if len(values) > 1 else values[0]
        for name, values in request.POST.lists()
        if name not in {"csrfmiddlewaretoken", "once"}
    }
    now = clock.now()
    try:
        keep_draft(user=request.user, key=key, data=data, at=now)  # type: ignore[arg-type]
    except OperationRefused as refusal:
        return JsonResponse({"error": str(refusal)}, status=422)
    return JsonResponse({"saved_at": f"{now.hour}:{now.minute:02d}"})


def _shown(job: Job) -> dict[str, Any]:
    state = _STATE[JobState(job.state)]
    failed = state == "failed"
    return {
        "id": job.pk,
        "title": job.title,
        "percent": job.percent,
        "message": job.message,
        "state": state,
        "poll_url": reverse("job", args=[job.pk]),
        "result": {"label": _("See the result"), "url": job.result_url} if job.result_url else None,
        "remedy": _("Nothing was changed. Mend what the sentence above says and start again.")
        if failed
        else "",
    }
