"""How the parts of an entry are called, and how a change is told."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accanto.access.directory.enums import Fee, Target
from accanto.access.directory.hours import in_words
from accanto.access.directory.words import language_name, need_label

_LABELS: dict[str, Promise] = {
    "name": gettext_lazy("Name of the service"),
    "description": gettext_lazy("What it does"),
    "organisation": gettext_lazy("Body of the network"),
    "provider": gettext_lazy("Who gives it"),
    "own": gettext_lazy("It is a service of ours"),
    "needs": gettext_lazy("Which needs it answers"),
    "targets": gettext_lazy("For whom"),
    "serves": gettext_lazy("Who lives in"),
    "conditions": gettext_lazy("Who may have it"),
    "documents": gettext_lazy("What to bring"),
    "way_in": gettext_lazy("How to get in"),
    "fee": gettext_lazy("What it costs"),
    "fee_words": gettext_lazy("Cost in words"),
    "fee_from": gettext_lazy("Cost from"),
    "fee_to": gettext_lazy("Cost to"),
    "languages": gettext_lazy("Languages"),
    "accessibility": gettext_lazy("Accessibility"),
    "telephone": gettext_lazy("Telephone"),
    "email": gettext_lazy("E-mail"),
    "web": gettext_lazy("Web page"),
    "keeper": gettext_lazy("Who keeps it"),
    "keeper_office": gettext_lazy("Which office keeps it"),
    "check_every": gettext_lazy("Months between two checks"),
    "assurer_email": gettext_lazy("E-mail for corrections"),
    "places": gettext_lazy("Places and hours"),
    "reason": gettext_lazy("Why"),
}


def change_lines(fields: dict[str, Any]) -> list[dict[str, str]]:
    """Label, before, after: of each part that changed."""
    return [
        {"label": str(_LABELS.get(name, name)), "before": said(name, pair[0]), "after": said(name, pair[1])}
        for name, pair in fields.items()
    ]


def said(name: str, value: Any) -> str:
    if value in (None, "", []):
        return _("nothing")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name == "places":
        return "; ".join(_place(place) for place in value)
    if isinstance(value, list):
        return ", ".join(_word(name, one) for one in value)
    return str(Fee(value).label) if name == "fee" and value in set(Fee) else str(value)


def _word(name: str, code: str) -> str:
    if name == "needs":
        return need_label(code)
    if name == "languages":
        return language_name(code)
    return str(Target(code).label) if name == "targets" and code in set(Target) else code


def _place(place: dict[str, Any]) -> str:
    where = _("secret address") if place["secret"] else place["address"] or place["name"]
    if place.get("emptied"):  # by the database: see sql/secret.sql
        where = _("address no longer kept")
    town = "" if place["secret"] else place["municipality"] or place["town"]
    parts = [where, town, in_words(place["hours"]), place["hours_words"], place["telephone"]]
    return ", ".join(part for part in parts if part)
