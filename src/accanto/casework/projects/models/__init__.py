from accanto.casework.projects.models.content import Action, Commitment, Goal, Support
from accanto.casework.projects.models.project import Project, ProjectClosure, ProjectSuspension, ProjectVersion
from accanto.casework.projects.models.review import CommitmentReview, GoalReview, Review
from accanto.casework.projects.models.signing import Party, Signature

__all__ = [
    "Action", "Commitment", "CommitmentReview", "Goal", "GoalReview", "Party", "Project", "ProjectClosure",
    "ProjectSuspension", "ProjectVersion", "Review", "Signature", "Support",
]
