from django.db import models
from django.utils.translation import gettext_lazy as _


class Sex(models.TextChoices):
    FEMALE = "f", _("female")
    MALE = "m", _("male")
    OTHER = "x", _("other")
    UNKNOWN = "", _("not known")


class IdentifierKind(models.TextChoices):
    CODICE_FISCALE = "codice_fiscale", _("codice fiscale")
    PROVISIONAL = "provisional", _("provisional codice fiscale")
    STP = "stp", _("STP code")
    ENI = "eni", _("ENI code")


class IdentityLevel(models.TextChoices):
    DECLARED = "declared", _("declared")
    DOCUMENTED = "documented", _("documented")
    VERIFIED = "verified", _("verified")


class ContactKind(models.TextChoices):
    PHONE = "phone", _("phone")
    EMAIL = "email", _("e-mail")


class Depth(models.IntegerChoices):
    """How much of a person one sees; each depth includes the ones below it."""

    CARD = 10, _("minimal card")
    TEAM = 20, _("the sections meant for the team")
    READ = 30, _("read")
    WORK = 40, _("work")


class Compartment(models.TextChoices):
    """Kinds of matter kept apart; how closely is in `data/compartments.yaml`."""

    ORDINARY = "ordinary", _("ordinary")
    CHILD_PROTECTION = "child_protection", _("child protection")
    ADOPTION = "adoption", _("adoption")
    VIOLENCE = "violence", _("violence")
    JUSTICE = "justice", _("justice")
    HEALTH = "health", _("health")


class CompartmentMode(models.TextChoices):
    OPEN = "open", _("open to whoever has a right")
    AUDITED = "audited", _("open, and its readings are looked at")
    PROTECTED = "protected", _("only for whoever was let in; opens in an emergency")
    CLOSED = "closed", _("only for whoever was let in")


class GrantReason(models.TextChoices):
    ASSIGNMENT = "assignment", _("responsible for the case")
    CO_WORK = "co_work", _("works on the case")
    COORDINATION = "coordination", _("coordination of the unit")
    MINI_TEAM = "mini_team", _("mini-team")
    TEAM = "team", _("multidisciplinary team")
    OUTCOME_LIST = "outcome_list", _("outcome list of the zone")
    BREAK_GLASS = "break_glass", _("urgent access with a reason")
    ASKED = "asked", _("let in on request")
    TRAINING = "training", _("student in training, chosen by the tutor")
    REGISTERED = "registered", _("written down by the office")
    TRANSFER = "transfer", _("handover of the case")


class ProtectionKind(models.TextChoices):
    ADDRESS = "address", _("address and contacts")
    WHEREABOUTS = "whereabouts", _("address, contacts and every place where the person can be found")


class ProtectionReason(models.TextChoices):
    COURT_ORDER = "court_order", _("order of a court")
    VIOLENCE_CENTRE = "violence_centre", _("request of an anti-violence centre")
    POLICE = "police", _("report of the police")
    SERVICE = "service", _("assessment of the service")
    PERSON = "person", _("the person asked for it")


class BarReason(models.TextChoices):
    """Why somebody on staff must never see a person."""

    ALLEGED_OFFENDER = "alleged_offender", _("alleged offender, or close to the alleged offender")
    RELATIVE = "relative", _("relative")
    NEIGHBOUR = "neighbour", _("neighbour or acquaintance")
    CONFLICT = "conflict", _("conflict of interest")


class RestrictionGround(models.TextChoices):
    """GDPR art. 18, par. 1, letters a to d: no others."""

    ACCURACY = "accuracy", _("the person says that the data are wrong, until it is verified (letter a)")
    UNLAWFUL = "unlawful", _("the processing is unlawful and the person does not want erasure (letter b)")
    CLAIM = "claim", _("the data are no longer needed, but the person needs them for a claim (letter c)")
    OBJECTION = "objection", _("the person objects, until it is weighed (letter d)")
