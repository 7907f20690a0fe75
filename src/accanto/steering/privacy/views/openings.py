"""Who opened a case: for those who coordinate it, and on paper for the person."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accanto.casework.cases.models import Case
from accanto.casework.cases.shell import case_shell, load_case
from accanto.core import clock
from accanto.core.web import page, reads
from accanto.people.persons.enums import Depth
from accanto.steering.privacy import words
from accanto.steering.privacy.paper import list_for_the_person
from accanto.steering.privacy.queries import Opened, listings_of, openings_of, posts_of, role_on
from accanto.territory.staff.models import RoleGrant, User
from accanto.territory.staff.requests import StaffRequest

_SHOWN = 200


@page("readings.view")
def case_openings(request: StaffRequest, pk: UUID) -> HttpResponse:
    case = _load(request, pk)
    found = openings_of(case.pk)
    shown = found[:_SHOWN]
    users = {opened.user_id for opened in shown}
    names = {user.pk: str(user) for user in User.objects.filter(pk__in=users)}
    posts = posts_of(users)
    context = {
        **case_shell(request, case, "openings"),
        "rows": [_row(opened, names, posts.get(opened.user_id, [])) for opened in shown],
        "more": len(found) - len(shown),
        "people": len({opened.user_id for opened in found}),
        "listings": listings_of(case.pk),
    }
    return render(request, "privacy/openings.html", context)


@page("readings.view")
def case_openings_pdf(request: StaffRequest, pk: UUID) -> HttpResponse:
    case = _load(request, pk)
    reads.taken()
    content = list_for_the_person(case, openings_of(case.pk), clock.now())
    name = f"aperture-{case.number.replace('/', '-')}.pdf"
    return HttpResponse(
        content, "application/pdf", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _load(request: StaffRequest, pk: UUID) -> Case:
    """Those who coordinate the unit; on a case that they work on, and no other."""
    return load_case(request, pk, Depth.WORK)


def _row(opened: Opened, names: dict[int, str], posts: list[RoleGrant]) -> dict[str, Any]:
    role, office = role_on(posts, opened.day)
    first, last = timezone.localtime(opened.first_at), timezone.localtime(opened.last_at)
    return {
        "name": names.get(opened.user_id, ""),
        "role": role,
        "office": office,
        "day": opened.day,
        "first": f"{first:%H:%M}",
        "last": f"{last:%H:%M}" if opened.times > 1 else "",
        "accesses": words.accesses(opened.times),
        "pages": words.pages_in_words(opened.pages),
        "rights": [words.right_in_words(right) for right in opened.rights],
        "reasons": opened.reasons,
        "taken": opened.taken,
    }
