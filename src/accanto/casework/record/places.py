"""The tabs that this room adds to the page of a case."""

from django.utils.translation import gettext_lazy as _

from accanto.casework.cases.models import NetworkContact
from accanto.casework.cases.tabs import CaseTab, counting, register_tab
from accanto.casework.record.models import SocialReport
from accanto.people.persons.enums import Depth


def register() -> None:
    network = NetworkContact.objects.filter(ends_on=None)
    reports = SocialReport.objects.filter(state__in=["draft", "signed"])
    register_tab(
        CaseTab(
            25,
            "family",
            _("Family and network"),
            "record_family",
            depth=Depth.READ,
            under_more=True,
            counted=lambda: counting(network, "case"),
        )
    )
    register_tab(
        CaseTab(
            65,
            "social_reports",
            _("Social reports"),
            "record_reports",
            depth=Depth.READ,
            under_more=True,
            counted=lambda: counting(reports, "case"),
        )
    )
    # Without a figure: how many notes somebody keeps is nobody's, and the tab is the same for everybody.
    register_tab(CaseTab(90, "notes", _("Own notes"), "record_notes", depth=Depth.READ, under_more=True))
