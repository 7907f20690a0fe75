from accanto.steering.privacy.models.finding import Finding, Review
from accanto.steering.privacy.models.operator_home import OperatorHome

__all__ = ["Finding", "OperatorHome", "Review"]
