from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from accanto.core import clock
from accanto.core.web import page, reads
from accanto.people.matching.enums import Strength
from accanto.people.matching.presenting import reasons_in_words
from accanto.people.matching.queries import pairs_to_look_at, sides_of
from accanto.people.matching.queries.similar import card_of
from accanto.territory.staff.requests import StaffRequest

_ON_A_PAGE = 20


@page("people.link")
def pairs(request: StaffRequest) -> HttpResponse:
    """Pairs of records that the night found alike, of people whom one sees."""
    left = request.GET.get("quali") == "da-parte"
    shown = Paginator(pairs_to_look_at(request.user, left=left), _ON_A_PAGE).get_page(
        request.GET.get("pagina")
    )
    rows = list(shown.object_list)
    people = sorted({pk for row in rows for pk in (row.first_id, row.second_id)})
    sides = sides_of(request.user, people, clock.today()) if people else {}
    reads.listed(people)
    told: list[dict[str, Any]] = [
        {
            "pair": row,
            "cards": [card_of(sides[pk]) for pk in (row.first_id, row.second_id)],
            "label": Strength(row.strength).label,
            "reasons": reasons_in_words(row.reasons),
        }
        for row in rows
        if row.first_id in sides and row.second_id in sides
    ]
    return render(request, "matching/pairs.html", {"rows": told, "page": shown, "left": left})
