"""What the desk adds to the page of a case: the contacts that it began with."""

from django.utils.translation import gettext_lazy as _

from accanto.access.desk.models import Contact
from accanto.casework.cases.tabs import CaseTab, counting, register_tab
from accanto.people.persons.enums import Depth


def register() -> None:
    register_tab(
        CaseTab(
            15,
            "contacts",
            _("Contacts"),
            "case_contacts",
            under_more=True,
            counted=lambda: counting(Contact.objects.all(), "case"),
            shown=lambda _user, case: getattr(case, "tab_contacts", 0) > 0,
            depth=Depth.READ,
        )
    )
