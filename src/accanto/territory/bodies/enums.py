from django.db import models
from django.utils.translation import gettext_lazy as _


class BodyKind(models.TextChoices):
    ZONE_BODY = "zone_body", _("zone body")
    MUNICIPALITY = "municipality", _("municipality")
    HEALTH_AUTHORITY = "health_authority", _("health authority")
    EMPLOYMENT_CENTRE = "employment_centre", _("employment centre")
    THIRD_SECTOR = "third_sector", _("third sector")
    SCHOOL = "school", _("school")
    OTHER = "other", _("other body")


class OfficeKind(models.TextChoices):
    ZONE = "zone", _("zone office")
    PROFESSIONAL_UNIT = "professional_unit", _("professional social service unit")
    URP = "urp", _("public relations office")
    SOCIAL_SECRETARIAT = "social_secretariat", _("social secretariat")
    PLANNING = "planning", _("planning office")
    EMPLOYMENT_CENTRE = "employment_centre", _("employment centre")
    HEALTH_SERVICE = "health_service", _("health service")
    THIRD_SECTOR = "third_sector", _("third-sector seat")
    SCHOOL = "school", _("school")
    FACILITY = "facility", _("facility")


class Audience(models.TextChoices):
    """For whom the door is open."""

    PUBLIC = "public", _("for everybody")
    APPOINTMENT = "appointment", _("by appointment")


class ClosedFor(models.TextChoices):
    """Why an office is shut on a whole day."""

    HOLIDAY = "holiday", _("public holiday")
    PATRON = "patron", _("patron saint’s day")
    CLOSURE = "closure", _("closure of the office")
    NO_HOURS = "no_hours", _("not an opening day")
