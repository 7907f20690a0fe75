"""Finding accesses out of pattern, and deciding what they were."""

from accanto.steering.privacy.operations.finding import look_for_findings
from accanto.steering.privacy.operations.homes import keep_operator_home
from accanto.steering.privacy.operations.reviewing import reveal_name, review_finding

__all__ = ["keep_operator_home", "look_for_findings", "reveal_name", "review_finding"]
