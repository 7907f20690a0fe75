"""Does a service pact belong to its pathway?"""

from django.utils.translation import gettext as _

from accanto.casework.pathways.activability import activable_members
from accanto.casework.pathways.enums import Way
from accanto.casework.pathways.models import ServicePact
from accanto.core.templatetags.accanto_ui import date_words
from accanto.territory.bodies.enums import BodyKind, OfficeKind
from accanto.territory.staff.models import User


def pact_problems(pact: ServicePact) -> list[str]:
    """Sentences about what does not fit; empty when the pact can be checked. Needs pathway and office loaded."""
    pathway, found = pact.pathway, []
    if pathway.way != Way.WORK_ONLY and pact.person_id not in activable_members(pathway):
        found.append(
            _(
                "The preliminary analysis opens another way and does not say that this person can be activated to work."
            )
        )
    if pact.signed_on < pathway.outcome_on:
        found.append(
            _("It was signed on %(signed)s, before the positive outcome of %(outcome)s.")
            % {"signed": date_words(pact.signed_on), "outcome": date_words(pathway.outcome_on)}
        )
    if pact.office.kind != OfficeKind.EMPLOYMENT_CENTRE:
        found.append(_("%(office)s is not an office of an employment centre.") % {"office": pact.office})
    return found


def may_record_pact(user: User) -> bool:
    """The employment centre records its own pacts; those who coordinate may do it from the paper."""
    if not user.may("pacts.record"):
        return False
    return bool(user.access.coordinates) or user.operator.organisation.kind == BodyKind.EMPLOYMENT_CENTRE
