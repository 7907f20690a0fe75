from django.db import models
from django.utils.translation import gettext_lazy as _


class DeliveryMode(models.TextChoices):
    STAY = "stay", _("stay")
    ATTENDANCE = "attendance", _("attendance")
    HOURS = "hours", _("hours")
    UNITS = "units", _("units")
    ENCOUNTER = "encounter", _("encounter")
    BENEFIT = "benefit", _("benefit")
    PLACEMENT = "placement", _("placement")
    DEVICE = "device", _("device")
