from django.db import models
from django.utils.translation import gettext_lazy as _


class DocumentKind(models.TextChoices):
    OUTCOME_LIST = "outcome_list", _("outcome list")
    CONVOCATION_LETTER = "convocation_letter", _("convocation letter")
    PROOF_OF_SENDING = "proof_of_sending", _("proof of sending")
    SERVICE_PACT = "service_pact", _("service pact")
    TEAM_MINUTES = "team_minutes", _("team minutes")
    PROJECT = "project", _("personalised project")
    SIGNATURE = "signature", _("signature")
    COURT_ORDER = "court_order", _("order of a court")
    COURT_REPORT = "court_report", _("report to a court")
    ATTACHMENT = "attachment", _("attachment")
    SOCIAL_REPORT = "social_report", _("social report")
    DOSSIER = "dossier", _("printed dossier")
