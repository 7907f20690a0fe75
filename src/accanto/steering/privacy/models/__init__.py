from accanto.steering.privacy.models.declaration import Declaration
from accanto.steering.privacy.models.erasure import ErasedPerson, Erasure
from accanto.steering.privacy.models.extract import Extract, ExtractOmission
from accanto.steering.privacy.models.finding import Finding, Review
from accanto.steering.privacy.models.operator_home import OperatorHome
from accanto.steering.privacy.models.rectification import Recipient, Rectification
from accanto.steering.privacy.models.request import PersonRequest
from accanto.steering.privacy.models.retention import CourtHold, RetentionReview

__all__ = [
    "CourtHold",
    "Declaration",
    "ErasedPerson",
    "Erasure",
    "Extract",
    "ExtractOmission",
    "Finding",
    "OperatorHome",
    "PersonRequest",
    "Recipient",
    "Rectification",
    "RetentionReview",
    "Review",
]
