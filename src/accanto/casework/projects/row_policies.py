from accanto.casework.cases.row_policies import seen
from accanto.core.database.policies import protect, protect_within, publish_for_reports

protect("projects_project", see=seen("projects_project"))
protect_within(
    "projects_project",
    {
        "projects_projectversion": "project_id",
        "projects_projectchange": "project_id",
        "projects_projectextension": "project_id",
        "projects_projectsuspension": "project_id",
        "projects_projectclosure": "project_id",
        "projects_goal": "project_id",
        "projects_commitment": "project_id",
        "projects_support": "project_id",
        "projects_review": "project_id",
        "projects_party": "project_id",
    },
)
protect_within("projects_goal", {"projects_action": "goal_id"})
protect_within(
    "projects_review", {"projects_commitmentreview": "review_id", "projects_goalreview": "review_id"}
)
protect_within("projects_projectversion", {"projects_signature": "version_id"})
publish_for_reports(
    "projects_project",
    "id", "case_id", "pathway_id", "kind", "state", "defined_on", "started_on",
)  # fmt: skip
publish_for_reports("projects_projectclosure", "project_id", "closed_on", "outcome")
publish_for_reports("projects_support", "id", "removed_at", "project_id", "service_id")
