"""Days, hours and states as people say them."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accanto.access.offers.enums import MatchState, NeedState, OfferState, Urgency
from accanto.access.offers.fitting import hours_words, wanted_words
from accanto.access.offers.kinds import kind_of
from accanto.access.offers.models import Need, Offer
from accanto.core.templatetags.accanto_ui import date_words

NEED_TONES = {
    NeedState.OPEN: "soon", NeedState.COVERED: "fine", NeedState.MET: "", NeedState.WITHDRAWN: "",
}  # fmt: skip
MATCH_TONES = {
    MatchState.PROPOSED: "soon", MatchState.ACCEPTED: "fine", MatchState.DECLINED: "", MatchState.FINISHED: "",
}  # fmt: skip
URGENCY_TONES = {Urgency.SOON: "soon", Urgency.URGENT: "late"}


def minutes_words(minutes: int) -> str:
    """«2 ore e 30 minuti»."""
    hours, rest = divmod(minutes, 60)
    told = []
    if hours:
        told.append(ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours})
    if rest or not hours:
        told.append(ngettext("%(n)d minute", "%(n)d minutes", rest) % {"n": rest})
    both = _("and")
    return f" {both} ".join(told)


def offer_when(offer: Offer) -> str:
    """Days and hours, for time; `offer.hours` is read."""
    return hours_words(offer.hours.all()) or (
        "" if kind_of(offer.kind).is_goods else _("at any hour, to be agreed")
    )


def period_words(row: Offer | Need) -> str:
    days = {"first": date_words(row.first_day), "last": date_words(row.last_day)}
    if row.last_day == row.first_day:
        return _("on %(first)s") % days
    if row.last_day:
        return _("from %(first)s to %(last)s") % days
    return _("from %(first)s") % days


def where_words(offer: Offer) -> str:
    """`offer.municipalities` is read."""
    return ", ".join(one.name for one in offer.municipalities.all()) or _("the whole zone")


def free_words(offer: Offer) -> str:
    if kind_of(offer.kind).is_goods:
        return ngettext("%(free)d of %(n)d piece left", "%(free)d of %(n)d pieces left", offer.capacity) % {
            "free": offer.free,
            "n": offer.capacity,
        }
    if offer.free == offer.capacity:
        return _("all free")
    if offer.free == 0:
        return _("busy")
    return _("follows %(taken)d of %(n)d") % {"taken": offer.taken, "n": offer.capacity}


def need_when(need: Need) -> str:
    return wanted_words(need) or ("" if kind_of(need.kind).is_goods else _("any day, to be agreed"))


def offer_tag(offer: Offer, on: Any) -> dict[str, str]:
    if offer.state == OfferState.ENDED:
        return {"label": str(OfferState.ENDED.label), "tone": ""}
    if offer.last_day is not None and offer.last_day < on:
        return {"label": _("over since %(day)s") % {"day": date_words(offer.last_day)}, "tone": ""}
    if offer.free == 0:
        return {"label": free_words(offer), "tone": "soon"}
    return {"label": str(OfferState.OPEN.label), "tone": "fine"}


def need_tags(need: Need) -> list[dict[str, str]]:
    state = NeedState(need.state)
    tags = [{"label": str(state.label).capitalize(), "tone": NEED_TONES[state]}]
    urgency = Urgency(need.urgency)
    if state == NeedState.OPEN and urgency in URGENCY_TONES:
        tags.append({"label": str(urgency.label), "tone": URGENCY_TONES[urgency]})
    if need.sheltered:
        tags.append({"label": _("never at home"), "tone": "restricted"})
    return tags
