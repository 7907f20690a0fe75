"""Codes in words: what stands out, which page it was, by which right."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accanto.core.dated_rules import Rule
from accanto.people.persons.enums import GrantReason
from accanto.steering.privacy.register import Kept

TITLES = {
    "outside_caseload": gettext_lazy("Outside the caseload"),
    "same_surname": gettext_lazy("Same surname as the operator"),
    "same_home": gettext_lazy("The operator’s own household or house"),
    "many_in_a_row": gettext_lazy("Many people in a row"),
    "off_hours": gettext_lazy("At night or on a holiday"),
    "break_glass": gettext_lazy("Urgent access"),
}
_WHY = {
    "outside_caseload": gettext_lazy(
        "On that day the operator did not work on these cases: they saw them through their office."
    ),
    "same_surname": gettext_lazy(
        "Somebody in the household has the operator’s surname: they may be relatives."
    ),
    "same_home": gettext_lazy(
        "Somebody in the household is the operator, or lives at the operator’s address."
    ),
    "many_in_a_row": gettext_lazy("More people in a short time than the work at a desk usually takes."),
    "off_hours": gettext_lazy(
        "Outside the hours of the services, or on a day on which the office is closed."
    ),
    "break_glass": gettext_lazy("Opened without a right of their own, for an urgent reason that they wrote."),
}
# The beginning of an address' name → what it shows. The longest beginning counts.
_PAGES = {
    "api:": gettext_lazy("a program, with its key (API)"),
    "case": gettext_lazy("the case"),
    "cases": gettext_lazy("a list of cases"),
    "case_household": gettext_lazy("the household"),
    "case_member": gettext_lazy("the household"),
    "case_documents": gettext_lazy("the list of documents"),
    "case_pathway": gettext_lazy("the pathway"),
    "case_assessments": gettext_lazy("the assessments"),
    "case_projects": gettext_lazy("the projects"),
    "case_openings": gettext_lazy("the list of who opened it"),
    "document": gettext_lazy("a document"),
    "person": gettext_lazy("the person’s card"),
    "assessment": gettext_lazy("an assessment"),
    "pathway": gettext_lazy("the pathway"),
    "convo": gettext_lazy("a convocation"),
    "service_pact": gettext_lazy("a service pact"),
    "project": gettext_lazy("the project"),
    "team": gettext_lazy("the team’s papers"),
    "agenda": gettext_lazy("the team’s papers"),
    "outcomes:": gettext_lazy("an application"),
    "outcomes:applications": gettext_lazy("a list of applications"),
    "outcomes:accompany_list": gettext_lazy("a list of applications"),
    "projects": gettext_lazy("a list of projects"),
    "pathways": gettext_lazy("a list of pathways"),
    "indicator": gettext_lazy("the rows behind a figure"),
    "privacy_name": gettext_lazy("the name, for a review of accesses"),
}


def title_of(rule: str) -> str:
    return str(TITLES[rule])


def why_it_stands_out(rule: str) -> str:
    return str(_WHY[rule])


def page_in_words(page: str) -> str:
    known = [name for name in _PAGES if page.startswith(name)]
    return str(_PAGES[max(known, key=len)]) if known else _("a page of the case")


def pages_in_words(pages: list[str]) -> str:
    return ", ".join(dict.fromkeys(page_in_words(page) for page in sorted(pages)))


def right_in_words(right: str) -> str:
    return str(GrantReason(right).label) if right in GrantReason.values else _("no right that could be named")


def accesses(number: int) -> str:
    return ngettext("%(n)s access", "%(n)s accesses", number) % {"n": number}


def people(number: int) -> str:
    return ngettext("%(n)s case", "%(n)s different cases", number) % {"n": number}


FROM_MEMORY = gettext_lazy(
    "Some bases, terms and recipients are written from memory: check them against their source before you sign."
)
_EVENTS = {
    "case_closed": gettext_lazy("from the closing of the case"),
    "row_made": gettext_lazy("from the day of writing"),
    "work_ended": gettext_lazy("from the end of the work in the zone"),
}


def term_in_words(rule: Rule) -> str:
    """«10 years from the closing of the case»."""
    years = ngettext("%(n)s year", "%(n)s years", rule["years"]) % {"n": rule["years"]}
    return f"{years} {_EVENTS[rule['event']]}"


def term_with_title(rule: Rule) -> str:
    return f"{rule['title']}: {term_in_words(rule)} ({rule.source})"


def protection_in_words(kept: Kept) -> str:
    found = []
    if kept.closed:
        found.append(_("rows by right"))
    if kept.told:
        found.append(_("history"))
    if kept.free_texts:
        found.append(_("mind the free texts"))
    return ", ".join(found) or _("rights of the role")
