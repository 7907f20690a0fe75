"""The processing register as the code stands today, and the two drafts on paper."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accanto.core import clock
from accanto.core.web import page
from accanto.steering.privacy import drafts, words
from accanto.steering.privacy.enums import Category
from accanto.steering.privacy.measures import measures_of
from accanto.steering.privacy.register import Activity, register_on
from accanto.steering.privacy.views.sections import tabs

_TONES = {Category.ORDINARY: "", Category.SPECIAL: "soon", Category.JUDICIAL: "restricted"}


@page("privacy.govern")
def register(request: HttpRequest) -> HttpResponse:
    found = register_on(clock.today())
    context = {
        "tabs": tabs("register"),
        "register": found,
        "activities": [_activity(one) for one in found.activities],
        "measures": measures_of(found).values(),
        "from_memory": words.FROM_MEMORY if found.from_memory else "",
    }
    return render(request, "privacy/register.html", context)


@page("privacy.govern")
def register_file(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    return _file(drafts.register_pdf(register_on(clock.today()), now), "registro-trattamenti.pdf")


@page("privacy.govern")
def dpia_file(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    return _file(drafts.dpia_pdf(register_on(clock.today()), now), "valutazione-impatto.pdf")


def _activity(one: Activity) -> dict[str, Any]:
    return {
        "title": one.title,
        "purpose": one.purpose,
        "tags": [{"label": str(category.label), "tone": _TONES[category]} for category in one.categories],
        "bases": one.bases,
        "recipients": one.recipients,
        "rows": [
            {
                "about": kept.about,
                "category": kept.category.label,
                "term": words.term_in_words(kept.retention),
                "source": kept.retention.source,
                "from_memory": kept.retention.from_memory,
                "protection": words.protection_in_words(kept),
            }
            for kept in one.kept
        ],
    }


def _file(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content, "application/pdf", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
