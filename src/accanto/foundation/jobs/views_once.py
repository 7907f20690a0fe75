"""How a form is taken once: between the door of a page and its view."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accanto.core import clock
from accanto.foundation.jobs.models import SentForm
from accanto.foundation.jobs.operations.forms import claim_form, release_form, settle_form

_UNWRITTEN = {"csrfmiddlewaretoken", "once"}


def take_once(request: HttpRequest, token: str, take: Callable[[], HttpResponse]) -> HttpResponse:
    """Atomic with what the view does: the token is used up exactly when the form was registered.

    Registered means that the answer leads somewhere else without having told an error. A form that is drawn again
    with its mistakes, or a file that is made and sent, leaves the token as good as new.
    """
    digest = _digest(request)
    user: Any = request.user
    with transaction.atomic():
        form, ours = claim_form(user=user, token=token, digest=digest, at=clock.now())
        if ours:
            told = _errors_told(request)
            answer = take()
            if 300 <= answer.status_code < 400 and _errors_told(request) == told:
                settle_form(form=form, led_to=answer.get("Location", ""))
            else:
                release_form(form=form)
            return answer
    return _sent_again(request, form, digest)


def _sent_again(request: HttpRequest, form: SentForm, digest: str) -> HttpResponse:
    """The same words: said and done. Other words, after going back: nothing is lost, and the person decides."""
    if form.digest == digest:
        messages.info(request, _("This was already registered: it has not been registered twice."))
        return redirect(form.led_to)
    words = [(name, text) for name, texts in _written(request) for text in texts]
    context = {
        "led_to": form.led_to,
        "sent_at": form.sent_at,
        "today": clock.today(),
        "words": words,
        "texts": [text for _name, text in words if " " in text.strip()],
        "has_files": bool(request.FILES),
    }
    return render(request, "jobs/sent_again.html", context, status=409)


def _written(request: HttpRequest) -> list[tuple[str, list[Any]]]:
    return [(name, texts) for name, texts in request.POST.lists() if name not in _UNWRITTEN]


def _digest(request: HttpRequest) -> str:
    sent: Any = request.FILES
    files = [(name, file.name, file.size) for name, each in sent.lists() for file in each]
    written = repr((request.path, sorted(_written(request)), files))
    return sha256(written.encode("utf-8", "surrogatepass")).hexdigest()


def _errors_told(request: HttpRequest) -> int:
    """How many refusals wait to be read on the next page; looking at them does not take them away."""
    waiting: Any = messages.get_messages(request)
    found = sum(1 for message in waiting if message.level >= messages.ERROR)
    waiting.used = False
    return found
