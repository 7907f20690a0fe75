from accanto.casework.projects.models.content import Action, Commitment, Goal, Piece, Support
from accanto.casework.projects.models.project import (
    Project,
    ProjectChange,
    ProjectClosure,
    ProjectExtension,
    ProjectSuspension,
    ProjectVersion,
)
from accanto.casework.projects.models.review import CommitmentReview, GoalReview, Review
from accanto.casework.projects.models.signing import Party, Signature

__all__ = [
    "Action",
    "Commitment",
    "CommitmentReview",
    "Goal",
    "GoalReview",
    "Party",
    "Piece",
    "Project",
    "ProjectChange",
    "ProjectClosure",
    "ProjectExtension",
    "ProjectSuspension",
    "ProjectVersion",
    "Review",
    "Signature",
    "Support",
]
