"""The only way to write projects."""

from accanto.casework.projects.operations.closing import (
    Closing,
    ProjectStillOpen,
    abandon_project,
    close_project,
    open_actions,
)
from accanto.casework.projects.operations.content import (
    add_action,
    add_commitment,
    add_goal,
    change_action,
    change_commitment,
    change_goal,
    remove_action,
    remove_commitment,
    remove_goal,
    write_summary,
)
from accanto.casework.projects.operations.opening import ProjectRefused, extend_project, open_project
from accanto.casework.projects.operations.parties import (
    Representative,
    add_party,
    remove_party,
    set_representative,
)
from accanto.casework.projects.operations.proposing import ProjectIncomplete, propose, revise, withdraw
from accanto.casework.projects.operations.revisions import NotEditable
from accanto.casework.projects.operations.running import (
    Answers,
    ReviewRefused,
    record_review,
    resume_project,
    settle_action,
    start_project,
    suspend_project,
)
from accanto.casework.projects.operations.scans import ScanRefused
from accanto.casework.projects.operations.signing import Ink, SignatureRefused, sign
from accanto.casework.projects.operations.suggestions import copy_suggestions
from accanto.casework.projects.operations.supports import add_support, change_support, remove_support
from accanto.casework.projects.operations.watches import refresh_all_watches, refresh_watches

__all__ = [
    "Answers",
    "Closing",
    "Ink",
    "NotEditable",
    "ProjectIncomplete",
    "ProjectRefused",
    "ProjectStillOpen",
    "Representative",
    "ReviewRefused",
    "ScanRefused",
    "SignatureRefused",
    "abandon_project",
    "add_action",
    "add_commitment",
    "add_goal",
    "add_party",
    "add_support",
    "change_action",
    "change_commitment",
    "change_goal",
    "change_support",
    "close_project",
    "copy_suggestions",
    "extend_project",
    "open_actions",
    "open_project",
    "propose",
    "record_review",
    "refresh_all_watches",
    "refresh_watches",
    "remove_action",
    "remove_commitment",
    "remove_goal",
    "remove_party",
    "remove_support",
    "resume_project",
    "revise",
    "set_representative",
    "settle_action",
    "sign",
    "start_project",
    "suspend_project",
    "withdraw",
    "write_summary",
]
