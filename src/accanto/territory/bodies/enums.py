from django.db import models
from django.utils.translation import gettext_lazy as _


class BodyKind(models.TextChoices):
    ZONE_BODY = "zone_body", _("zone body")
    MUNICIPALITY = "municipality", _("municipality")
    HEALTH_AUTHORITY = "health_authority", _("health authority")
    EMPLOYMENT_CENTRE = "employment_centre", _("employment centre")
    THIRD_SECTOR = "third_sector", _("third sector")
    SCHOOL = "school", _("school")
    COURT = "court", _("court")
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
