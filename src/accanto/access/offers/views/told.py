"""A proposal as the page of a need shows it, and what the volunteer may be told on the telephone."""

from collections.abc import Sequence
from datetime import date, time
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accanto.access.offers.enums import MatchState, VisitState
from accanto.access.offers.kinds import label_of
from accanto.access.offers.models import Match, Need, Visit
from accanto.access.offers.words import MATCH_TONES, minutes_words, need_when, period_words
from accanto.casework.record.shelter import shelter_of
from accanto.core.templatetags.accanto_ui import date_words

_VISIT_TONES = {VisitState.PLANNED: "", VisitState.DONE: "fine", VisitState.MISSED: "late"}


def match_card(match: Match, visits: Sequence[Visit], on: date) -> dict[str, Any]:
    state = MatchState(match.state)
    running = state in (MatchState.PROPOSED, MatchState.ACCEPTED)
    return {
        "match": match,
        "offer_url": reverse("offer", args=[match.offer_id]),
        "tag": {"label": str(state.label).capitalize(), "tone": MATCH_TONES[state]},
        "said": _said(match),
        "telling": telling(match.need, on) if running else [],
        "visits": [visit_line(one, on) for one in visits],
    }


def telling(need: Need, on: date) -> list[str]:
    """All that the volunteer is told: what, when, the town, where they meet, and a first name if one was written."""
    told = [f"{label_of(need.kind)}: {need.what}"]
    told += [words for words in (need_when(need), period_words(need)) if words]
    told.append(need.municipality.name)
    if need.first_name:
        told.append(_("first name: %(name)s") % {"name": need.first_name})
    if need.meeting_place:
        told.append(_("they meet at: %(place)s") % {"place": need.meeting_place})
    if need.case is None:
        return told
    # Protected since it was written: what must not be told is covered here too.
    shelter = shelter_of(need.case, on)
    return [shelter.cover(words) for words in told]


def visit_line(visit: Visit, on: date) -> dict[str, Any]:
    state = VisitState(visit.state)
    waits = state == VisitState.PLANNED and visit.day <= on
    return {
        "visit": visit,
        "day": date_words(visit.day, on),
        "hours": hours_of(visit.starts, visit.ends),
        "tag": {
            "label": _("say how it went") if waits and visit.day < on else str(state.label).capitalize(),
            "tone": "soon" if waits and visit.day < on else _VISIT_TONES[state],
        },
        "length": minutes_words(visit.minutes) if visit.minutes else "",
        "url": reverse("volunteer_visit", args=[visit.pk]) if waits else "",
    }


def hours_of(starts: time | None, ends: time | None) -> str:
    if starts is None:
        return ""
    return f"{starts:%H:%M}–{ends:%H:%M}" if ends else f"{starts:%H:%M}"


def _said(match: Match) -> str:
    if match.answered_on is None:
        return _("Proposed by %(name)s on %(day)s: call, then write the answer.") % {
            "name": match.proposed_by,
            "day": date_words(match.proposed_at),
        }
    told = {"day": date_words(match.answered_on), "name": match.answered_by}
    if match.state == MatchState.DECLINED:
        return _("Said no on %(day)s; written down by %(name)s.") % told
    return _("Said yes on %(day)s; written down by %(name)s.") % told
