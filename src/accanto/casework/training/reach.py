"""What is open to whoever is in training: these addresses, to read, and nothing else. A new page is closed to them."""

from typing import Any

from django.urls import Resolver404, resolve

from accanto.people.persons.visibility import IN_TRAINING
from accanto.territory.staff.models import User

# To read.
OPEN = frozenset(
    {
        "training_mine", "case", "case_household", "case_pathway", "case_assessments", "assessment",
        "assessment_section", "assessment_history", "assessment_members",
        "case_project", "project", "services", "service", "notifications",
    }
)  # fmt: skip
# One's own account, the session, the language: to read and to send.
OWN = frozenset(
    {
        "session_left", "session_stay", "session_end", "sessions_end_others", "logged_out", "set_language",
        "demo_login", "confirm_demo", "confirmed", "second_step_start", "provider_login",
        "provider_callback", "provider_confirm", "provider_left", "notifications_read", "notification_open",
        "my_declarations",
    }
)  # fmt: skip
_LOG_IN = ("account_", "mfa_", "socialaccount_", "openid_connect_")
# In place of the page of everybody: their own.
INSTEAD = frozenset({"home", "cases", "projects"})
# What would leave as a file or on paper: refused with a sentence of its own.
LEAVES = frozenset(
    {
        "document", "case_documents", "case_document", "assessment_print", "project_versions", "indicators_pdf",
        "indicators_xlsx", "case_openings_pdf", "job",
    }
)  # fmt: skip


def in_training(user: Any) -> bool:
    return isinstance(user, User) and user.may(IN_TRAINING)


def offered(user: User, url_name: str) -> bool:
    """For the frame and the tabs."""
    return not in_training(user) or url_name in OPEN


def is_own(url_name: str) -> bool:
    return url_name in OWN or url_name.startswith(_LOG_IN)


def opens(address: str) -> bool:
    """Of a link on a student's page; what is no page of ours (a static file) is not in question."""
    path, _mark, asked = address.partition("#")[0].partition("?")
    try:
        name = resolve(path).view_name
    except Resolver404:
        return True
    return "formato=" not in asked and (name in OPEN or name in INSTEAD or is_own(name))
