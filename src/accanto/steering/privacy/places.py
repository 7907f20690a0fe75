"""What this room adds to the frame, to the case page and to the duties of the day."""

from django.utils.translation import gettext_lazy as _

from accanto.casework.cases.tabs import CaseTab, register_tab
from accanto.core.web.frame import Place, add_place
from accanto.people.persons.enums import Depth
from accanto.steering.privacy.queries import declared, waiting


def register() -> None:
    add_place(
        Place(260, _("Accesses"), "privacy_findings", "locked", "privacy.review", "/riservatezza/", waiting)
    )
    add_place(
        Place(261, _("Who must not see"), "privacy_bars", "lock", "privacy.review", "/esclusioni/", declared)
    )
    add_place(Place(262, _("Data and rights"), "privacy_register", "file", "privacy.govern", "/diritti/"))
    register_tab(
        CaseTab(
            95,
            "openings",
            _("Who opened it"),
            "case_openings",
            under_more=True,
            shown=lambda user, _case: user.may("readings.view"),
            depth=Depth.WORK,
        )
    )
