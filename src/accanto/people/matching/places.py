"""What this room adds to the frame."""

from django.utils.translation import gettext_lazy as _

from accanto.core.web.frame import Place, add_place


def register() -> None:
    add_place(Place(75, _("Similar records"), "pairs", "copy", "people.link", "/schede/", seldom=True))
