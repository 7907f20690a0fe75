"""Reading offers, needs and what becomes of them. Everything is narrowed by who asks."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from accanto.access.offers.enums import MatchState, NeedState, VisitState
from accanto.access.offers.fitting import Fit, fits
from accanto.access.offers.models import GiverCheck, Match, Need, Offer, Visit
from accanto.territory.staff.models import User

WEEK = timedelta(days=7)


def offers_for_page(user: User) -> QuerySet[Offer]:
    """With what a row or a card shows."""
    return (
        Offer.objects.visible_to(user)
        .select_related("giver__municipality")
        .prefetch_related("hours", "municipalities")
    )


def needs_for_page(user: User) -> QuerySet[Need]:
    return Need.objects.visible_to(user).select_related(
        "case__household", "municipality", "office", "written_by"
    )


def matches_for_page(user: User) -> QuerySet[Match]:
    return Match.objects.visible_to(user).select_related(
        "need__case__household",
        "need__municipality",
        "offer__giver__municipality",
        "proposed_by",
        "answered_by",
    )


def visits_for_page(user: User) -> QuerySet[Visit]:
    """Of what was accepted, also when it is finished since."""
    return Visit.objects.filter(match__need__in=Need.objects.visible_to(user)).select_related(
        "match__need__municipality", "match__need__case__household", "match__offer__giver"
    )


def checks_of(givers: Iterable[UUID]) -> dict[UUID, list[GiverCheck]]:
    """Of each giver, newest first; one query."""
    found: dict[UUID, list[GiverCheck]] = {}
    for one in GiverCheck.objects.filter(giver__in=list(givers)).order_by("-done_on", "-pk"):
        found.setdefault(one.giver_id, []).append(one)
    return found


def fitting(user: User, need: Need, on: date) -> list[Fit]:
    """Every offer of its kind that is open, with why it fits and why not; those that wait or were accepted left out."""
    asked = list(
        Match.objects.filter(need=need, state__in=[MatchState.PROPOSED, MatchState.ACCEPTED]).values_list(
            "offer", flat=True
        )
    )
    offers = list(offers_for_page(user).filter(kind=need.kind, state="open").exclude(pk__in=asked))
    declined = dict(
        Match.objects.filter(need=need, state=MatchState.DECLINED)
        .order_by("answered_on")
        .values_list("offer", "answered_on")
    )
    said_no = {offer: day for offer, day in declined.items() if day is not None}
    return fits(need, offers, checks_of(one.giver_id for one in offers), said_no, on)


def week_of(user: User, first: date) -> list[Visit]:
    """The visits of seven days."""
    rows = visits_for_page(user).filter(day__gte=first, day__lt=first + WEEK)
    return list(rows.order_by("day", "starts", "pk"))


def untold(user: User, on: date) -> list[Visit]:
    """Days that are past, of which nobody said how they went."""
    rows = visits_for_page(user).filter(state=VisitState.PLANNED, day__lt=on)
    return list(rows.order_by("day", "starts", "pk"))


def to_ask(user: User) -> QuerySet[Match]:
    """Proposals that wait for a telephone call."""
    return matches_for_page(user).filter(state=MatchState.PROPOSED).order_by("proposed_at")


def open_in_case(case_id: UUID) -> QuerySet[Need]:
    return Need.objects.filter(Q(case=case_id), state__in=[NeedState.OPEN, NeedState.COVERED])
