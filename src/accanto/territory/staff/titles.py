"""The titles of `data/roles.yaml`, named here so that the translations find them; a test keeps the two equal."""

from django.utils.translation import gettext_noop as _

TITLES = frozenset(
    {
        _("Front desk"),
        _("Social worker"),
        _("Programme manager"),
        _("Partner in the team"),
        _("Provider"),
        _("Facility desk"),
        _("Planner"),
        _("Director"),
        _("Privacy officer"),
        _("Student in training"),
        _("Administrator"),
    }
)
