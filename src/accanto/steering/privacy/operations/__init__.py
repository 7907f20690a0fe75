"""Accesses out of pattern; terms of retention and court holds; what people ask; whom an operator must not see."""

from accanto.steering.privacy.operations.declarations import (
    bar_whoever_was_declared,
    decide_declaration,
    declare,
    keep_out,
    lift_written_bar,
    match_declarations,
)
from accanto.steering.privacy.operations.erasing import (
    confirm_erasure,
    propose_erasure,
    repeat_erasure,
    withdraw_erasure,
)
from accanto.steering.privacy.operations.extracts import (
    cover_names,
    issue_extract,
    omit_section,
    put_section_back,
)
from accanto.steering.privacy.operations.finding import look_for_findings
from accanto.steering.privacy.operations.handing_over import tell_who_hands_over
from accanto.steering.privacy.operations.homes import keep_operator_home
from accanto.steering.privacy.operations.rectifying import rectify, tell_recipient
from accanto.steering.privacy.operations.requests import answer_request, extend_request, receive_request
from accanto.steering.privacy.operations.restricting import end_restriction_of, restrict_for
from accanto.steering.privacy.operations.retention import (
    decide_retention,
    lift_hold,
    look_for_ended_terms,
    place_hold,
)
from accanto.steering.privacy.operations.reviewing import reveal_name, review_finding

__all__ = [
    "answer_request",
    "bar_whoever_was_declared",
    "confirm_erasure",
    "cover_names",
    "decide_declaration",
    "decide_retention",
    "declare",
    "end_restriction_of",
    "extend_request",
    "issue_extract",
    "keep_operator_home",
    "keep_out",
    "lift_hold",
    "lift_written_bar",
    "look_for_ended_terms",
    "look_for_findings",
    "match_declarations",
    "omit_section",
    "place_hold",
    "propose_erasure",
    "put_section_back",
    "receive_request",
    "rectify",
    "repeat_erasure",
    "restrict_for",
    "reveal_name",
    "review_finding",
    "tell_recipient",
    "tell_who_hands_over",
    "withdraw_erasure",
]
