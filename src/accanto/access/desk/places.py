"""What the desk adds to the frame."""

from django.utils.translation import gettext_lazy as _

from accanto.core.web.frame import Place, add_place


def register() -> None:
    add_place(Place(32, _("Desk"), "desk", "inbox", "desk.serve", "/sportello/"))
    add_place(Place(85, _("Desk figures"), "desk_figures", "chart-line", "desk.figures", seldom=True))
