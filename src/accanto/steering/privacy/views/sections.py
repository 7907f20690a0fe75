"""The pages of «Data and rights», one beside the other."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _


def tabs(current: str) -> list[dict[str, Any]]:
    pages = (
        ("register", _("Processing register"), "privacy_register"),
        ("terms", _("Terms of retention"), "privacy_terms"),
        ("requests", _("Requests of people"), "privacy_requests"),
    )
    return [{"label": label, "url": reverse(name), "current": code == current} for code, label, name in pages]
