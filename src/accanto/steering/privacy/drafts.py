"""The drafts that a body completes and signs: processing register (art. 30) and impact assessment (art. 35)."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accanto.core.dated_rules import Rule
from accanto.core.pdf import letterhead_data, render_pdf
from accanto.core.templatetags.accanto_ui import date_words
from accanto.steering.privacy import words
from accanto.steering.privacy.measures import measures_of, risks_of
from accanto.steering.privacy.register import Activity, Kept, Register
from accanto.territory.places.models import Zone

_TEMPLATES = Path(__file__).parent / "templates_typst"


def register_pdf(register: Register, at: datetime) -> bytes:
    with translation.override("it"):
        data = {
            **_head(_("Processing register"), at),
            "draft": _(
                "Draft written by the system from its own tables on %(day)s: the body completes and signs it."
            )
            % {"day": date_words(register.on)},
            "memory": _memory(register),
            "activities": [_activity(one) for one in register.activities],
            "labels": _labels(),
            "headings": [_("What is kept"), _("Category"), _("Kept for"), _("Protected by")],
        }
        return render_pdf(_TEMPLATES / "register.typ", data, made_at=at)


def dpia_pdf(register: Register, at: datetime) -> bytes:
    with translation.override("it"):
        data = {
            **_head(_("Impact assessment on data protection"), at),
            "draft": _("Draft written by the system on %(day)s. The lines left open are for the body.")
            % {"day": date_words(register.on)},
            "memory": _memory(register),
            "sections": _sections(register),
            "risks": [
                {"title": risk.text, "source": risk.source, "measures": [one.title for one in risk.measures]}
                for risk in risks_of(register)
            ],
            "labels": {
                **_labels(),
                "risks": _("Risks for people"),
                "answers": _("What answers it"),
                "remaining": _("What remains, in the judgement of the body"),
                "opinion": _("Opinion of the privacy officer, of the people concerned, decision and date"),
            },
        }
        return render_pdf(_TEMPLATES / "dpia.typ", data, made_at=at)


def as_json(register: Register) -> dict[str, Any]:
    """For `accanto privacy register --json`: codes and words as they stand in the declarations."""
    return {
        "on": register.on.isoformat(),
        "undeclared": list(register.undeclared),
        "activities": [
            {
                "room": one.room,
                "title": one.title,
                "purpose": one.purpose,
                "bases": [_rule(rule) for rule in one.bases],
                "recipients": [_rule(rule) for rule in one.recipients],
                "models": [_model(kept) for kept in one.kept],
            }
            for one in register.activities
        ],
    }


def _rule(rule: Rule) -> dict[str, Any]:
    return {"key": rule.key, "text": rule.value, "source": rule.source, "confidence": rule.confidence}


def _model(kept: Kept) -> dict[str, Any]:
    term = kept.retention
    return {
        "model": kept.label,
        "about": kept.about,
        "category": str(kept.category),
        "retention": {
            "key": term.key,
            "years": term["years"],
            "from": term["event"],
            "source": term.source,
            "confidence": term.confidence,
        },
        "free_texts": list(kept.free_texts),
        "row_policies": kept.closed,
        "history": kept.told,
    }


def _head(title: str, at: datetime) -> dict[str, Any]:
    today = timezone.localtime(at).date()
    body = Zone.objects.values_list("name", flat=True).first() or ""
    return letterhead_data(title=title, body=body, dated=date_words(today))


def _memory(register: Register) -> str:
    return str(words.FROM_MEMORY) if register.from_memory else ""


def _labels() -> dict[str, str]:
    return {"purpose": _("Purpose"), "bases": _("Legal basis"), "recipients": _("Who receives them")}


def _activity(one: Activity) -> dict[str, Any]:
    return {
        "title": one.title,
        "purpose": one.purpose,
        "bases": "; ".join(f"{rule.value} ({rule.source})" for rule in one.bases),
        "recipients": "; ".join(rule.value for rule in one.recipients),
        "rows": [
            [
                kept.about,
                str(kept.category.label),
                words.term_in_words(kept.retention),
                words.protection_in_words(kept),
            ]
            for kept in one.kept
        ],
    }


def _sections(register: Register) -> list[dict[str, Any]]:
    """Art. 35, par. 7: what is done, whether it is necessary and in proportion, and what is done for safety."""
    special = [one for one in register.kept if one.category != "ordinary"]
    texts = [one for one in register.kept if one.free_texts]
    return [
        {
            "title": _("Why an assessment is due"),
            "lines": [
                _(
                    "People in need, children, special categories and a whole zone: art. 35 of the GDPR asks for it."
                ),
                _("%(n)s of %(all)s tables hold special or judicial data; %(texts)s have free texts.")
                % {"n": len(special), "all": len(register.kept), "texts": len(texts)},
            ],
        },
        {
            "title": _("What is done and why"),
            "lines": [f"{one.title}: {one.purpose}." for one in register.activities],
        },
        {
            "title": _("On which basis"),
            "lines": sorted(
                {f"{rule.value}: {rule.source}" for one in register.activities for rule in one.bases}
            ),
        },
        {
            "title": _("For how long"),
            "lines": sorted(
                {words.term_with_title(rule) for one in register.activities for rule in one.terms}
            ),
        },
        {
            "title": _("Measures in force"),
            "lines": [f"{one.title}. {one.text}" for one in measures_of(register).values()],
        },
    ]
