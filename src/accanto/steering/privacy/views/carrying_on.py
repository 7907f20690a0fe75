"""What each kind of request leads to, from its page."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accanto.steering.privacy.enums import RequestKind
from accanto.steering.privacy.models import PersonRequest


def carry_on(row: PersonRequest) -> dict[str, str] | None:
    if row.kind == RequestKind.ACCESS:
        return {
            "title": _("Extract of the data"),
            "text": _("Everything that the zone keeps about this person, without other people’s data."),
            "label": _("Prepare the extract"),
            "url": reverse("privacy_extract", args=[row.pk]),
        }
    if row.kind == RequestKind.RECTIFICATION:
        return {
            "title": _("Rectification"),
            "text": _("Correct what is wrong: what was there stays written, and whoever must know is told."),
            "label": _("Correct the data"),
            "url": reverse("privacy_rectification", args=[row.pk]),
        }
    if row.kind == RequestKind.ERASURE:
        return {
            "title": _("Erasure"),
            "text": _("Names and words go, figures and record stay: one proposes, somebody else confirms."),
            "label": _("See what would go"),
            "url": reverse("privacy_erasure_asked", args=[row.pk]),
        }
    if row.kind == RequestKind.RESTRICTION:
        return {
            "title": _("Restriction"),
            "text": _(
                "The data stay as they are and nobody changes or erases them, until the person is told."
            ),
            "label": _("Restrict the data"),
            "url": reverse("privacy_restriction", args=[row.pk]),
        }
    return None
