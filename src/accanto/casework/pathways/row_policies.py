from accanto.casework.cases.row_policies import seen
from accanto.core.database.policies import protect, protect_within, publish_for_reports

protect("pathways_pathway", see=seen("pathways_pathway"))
protect_within(
    "pathways_pathway",
    {
        "pathways_stageentry": "pathway_id",
        "pathways_renewal": "pathway_id",
        "pathways_convocation": "pathway_id",
        "pathways_consequence": "pathway_id",
        "pathways_servicepact": "pathway_id",
    },
)
publish_for_reports(
    "pathways_pathway",
    "id", "case_id", "measure", "source", "municipality_id", "outcome_on", "clock_starts_on", "closed_on", "state",
    "stage", "way",
)  # fmt: skip
publish_for_reports("pathways_stageentry", "id", "pathway_id", "stage", "entered_on")
publish_for_reports(
    "pathways_servicepact", "id", "pathway_id", "person_id", "office_id", "signed_on", "state"
)
