from django.db import models
from django.utils.translation import gettext_lazy as _


class Profession(models.TextChoices):
    SOCIAL_WORKER = "social_worker", _("social worker")
    EMPLOYMENT_CONSULTANT = "employment_consultant", _("employment-centre consultant")
    TUTOR = "tutor", _("third-sector tutor")
    EDUCATOR = "educator", _("educator")
    PSYCHOLOGIST = "psychologist", _("psychologist")
    HEALTH_SOCIAL_WORKER = "health_social_worker", _("health-service social worker")
    SCHOOL_CONTACT = "school_contact", _("school contact person")
    ADMINISTRATIVE = "administrative", _("administrative officer")
    MANAGER = "manager", _("manager")
    STUDENT = "student", _("student")


class ContractKind(models.TextChoices):
    PERMANENT = "permanent", _("permanent")
    FIXED_TERM = "fixed_term", _("fixed term")
    SERVICE = "service", _("through a service contract")
    AGREEMENT = "agreement", _("under an agreement with the partner")


class WorkArea(models.TextChoices):
    """LEPS on social workers counts only the social side; the plan of 2018 counted both."""

    SOCIAL = "social", _("social functions")
    HEALTH = "health", _("health and social-health functions")
    OTHER = "other", _("other functions")
