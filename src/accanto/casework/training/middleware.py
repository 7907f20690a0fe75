"""Between a student and every page: only what is open to them, only to read, only in words, with invented names.

It stands inside the transaction of the request, outside the record of readings. Nothing that it reads outlasts the
request: two students, or a student and their tutor, never meet in it.
"""

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from accanto.casework.training import reach
from accanto.casework.training.disguise import Disguise, disguised, is_words, unlinked
from accanto.casework.training.queries.known import read_known
from accanto.core import clock

Handler = Callable[[HttpRequest], HttpResponseBase]
_told: ContextVar[Disguise | None] = ContextVar("disguise", default=None)


def disguise_in_use() -> Disguise | None:
    """Of the request that is being answered; registered as who tells names (people/persons/told_names.py)."""
    return _told.get()


class Students:
    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not reach.in_training(request.user):
            return self.get_response(request)
        disguise = read_known(request.user.pk or 0, clock.now())
        token = _told.set(disguise)
        try:
            answer = self.get_response(request)
            if not is_words(answer) and _carries(answer):
                answer.close()
                answer = refused(request, leaves=True)
            told = disguised(answer, disguise.words(_case_of(answer)))
            if told.get("Content-Type", "").startswith("text/html"):
                told.content = unlinked(told.content.decode(), reach.opens).encode()
            return told
        finally:
            _told.reset(token)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if not reach.in_training(request.user):
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        if reach.is_own(name):
            return None
        if name in reach.INSTEAD and request.method in {"GET", "HEAD"} and not request.GET:
            return redirect("training_mine")
        if "formato" in request.GET or name in reach.LEAVES:
            return refused(request, leaves=True)
        if name not in reach.OPEN or request.method not in {"GET", "HEAD"}:
            return refused(request, leaves=False)
        return None


def refused(request: HttpRequest, *, leaves: bool) -> HttpResponse:
    return render(request, "training/closed.html", {"leaves": leaves}, status=403)


def _carries(answer: HttpResponseBase) -> bool:
    return not isinstance(answer, HttpResponse) or bool(answer.content)


def _case_of(answer: HttpResponseBase) -> Any:
    """The case that was read, as the record of readings has it."""
    reading = getattr(answer, "reading", None)
    return reading.context if reading else None
