from django.db import models
from django.utils.translation import gettext_lazy as _

from accanto.core.transitions import Transitions


class FindingState(models.TextChoices):
    TO_REVIEW = "to_review", _("to be reviewed")
    JUSTIFIED = "justified", _("justified")
    FOLLOW_UP = "follow_up", _("to be followed up")


# A finding that is followed up may turn out justified; new accesses of the same day open it again.
FINDING = Transitions(
    {
        "justify": ({FindingState.TO_REVIEW, FindingState.FOLLOW_UP}, FindingState.JUSTIFIED),
        "follow_up": ({FindingState.TO_REVIEW}, FindingState.FOLLOW_UP),
    }
)


class Category(models.TextChoices):
    """Which article protects the data; from the least delicate to the most."""

    ORDINARY = "ordinary", _("ordinary (art. 6)")
    SPECIAL = "special", _("special (art. 9)")
    JUDICIAL = "judicial", _("judicial too (art. 10)")


class RetentionState(models.TextChoices):
    TO_REVIEW = "to_review", _("to be reviewed")
    KEPT = "kept", _("kept until a day")
    TO_ERASE = "to_erase", _("to be erased")


# What was to be kept until a day comes back on that day; what was to be erased may be kept after all.
RETENTION = Transitions(
    {
        "keep": (
            {RetentionState.TO_REVIEW, RetentionState.KEPT, RetentionState.TO_ERASE},
            RetentionState.KEPT,
        ),
        "erase": ({RetentionState.TO_REVIEW, RetentionState.KEPT}, RetentionState.TO_ERASE),
        "look_again": ({RetentionState.KEPT}, RetentionState.TO_REVIEW),
    }
)


class RequestKind(models.TextChoices):
    ACCESS = "access", _("access to the data (art. 15)")
    RECTIFICATION = "rectification", _("rectification (art. 16)")
    ERASURE = "erasure", _("erasure (art. 17)")
    RESTRICTION = "restriction", _("restriction (art. 18)")


class IdentityCheck(models.TextChoices):
    DOCUMENT = "document", _("identity document seen")
    KNOWN = "known", _("known in person by the service")
    DIGITAL = "digital", _("SPID, CIE or signed message")
    PROXY = "proxy", _("through somebody with a written mandate")


class RequestState(models.TextChoices):
    OPEN = "open", _("to be answered")
    EXTENDED = "extended", _("extended, to be answered")
    ANSWERED = "answered", _("answered")
    REFUSED = "refused", _("refused with a reason")


REQUEST = Transitions(
    {
        "extend": ({RequestState.OPEN}, RequestState.EXTENDED),
        "answer": ({RequestState.OPEN, RequestState.EXTENDED}, RequestState.ANSWERED),
        "refuse": ({RequestState.OPEN, RequestState.EXTENDED}, RequestState.REFUSED),
    }
)


class DeclarationState(models.TextChoices):
    DECLARED = "declared", _("in force, to be looked at")
    CONFIRMED = "confirmed", _("in force")
    LIFTED = "lifted", _("lifted")


# In force from the moment it is written: nobody waits for the privacy officer to be kept out.
DECLARATION = Transitions(
    {
        "confirm": ({DeclarationState.DECLARED}, DeclarationState.CONFIRMED),
        "lift": ({DeclarationState.DECLARED, DeclarationState.CONFIRMED}, DeclarationState.LIFTED),
    }
)


class ErasureState(models.TextChoices):
    PROPOSED = "proposed", _("proposed, to be confirmed by somebody else")
    WITHDRAWN = "withdrawn", _("withdrawn")
    DONE = "done", _("carried out")


# What was withdrawn may be proposed again, by whoever: then it is to be confirmed by somebody else than them.
ERASURE = Transitions(
    {
        "withdraw": ({ErasureState.PROPOSED}, ErasureState.WITHDRAWN),
        "propose_again": ({ErasureState.WITHDRAWN}, ErasureState.PROPOSED),
        "confirm": ({ErasureState.PROPOSED}, ErasureState.DONE),
    }
)


class CorrectedFact(models.TextChoices):
    """What a rectification may change (GDPR art. 16)."""

    FIRST_NAME = "first_name", _("name")
    LAST_NAME = "last_name", _("surname")
    SEX = "sex", _("sex")
    BIRTH_DATE = "birth_date", _("date of birth")
    BIRTH_PLACE = "birth_place", _("place of birth")
    CODICE_FISCALE = "codice_fiscale", _("codice fiscale")
    RESIDENCE = "residence", _("residence")
    PHONE = "phone", _("telephone")
    EMAIL = "email", _("e-mail")
