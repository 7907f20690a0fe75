"""What a student finds first: with whom, until when, which cases."""

from django.http import HttpResponse
from django.shortcuts import render

from accanto.casework.cases import panels
from accanto.casework.training.queries import running_of, told_cases
from accanto.core import clock
from accanto.core.web import page, reads
from accanto.people.persons.visibility import IN_TRAINING
from accanto.territory.staff.requests import StaffRequest


@page(IN_TRAINING)
def training_mine(request: StaffRequest) -> HttpResponse:
    now = clock.now()
    running = running_of(request.user, now)
    chosen = told_cases(running, request.user) if running else []
    reads.listed(one.case_id for one in chosen)
    standing = panels.standings([one.case for one in chosen])
    context = {
        "traineeship": running,
        "rows": [{"chosen": one, "standing": standing.get(one.case_id, "")} for one in chosen],
        "today": now.date(),
    }
    return render(request, "training/mine.html", context)
