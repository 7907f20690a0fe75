"""What each scope of `data/scopes.yaml` is called on screen."""

from django.utils.translation import gettext_lazy as _

TITLES = {
    "cases": _("Cases with household, pathway, deadlines and timeline"),
    "persons": _("Persons, by exact code or one at a time"),
    "applications": _("Applications and their outcomes"),
    "outcome_lists": _("Handing in outcome lists"),
    "indicators": _("Figures of the zone, without the small numbers"),
    "services": _("Catalogue of services"),
}
