from accanto.casework.cases.row_policies import seen
from accanto.core.database.policies import protect, protect_within, publish_for_reports

protect("assessment_assessment", see=seen("assessment_assessment"))
protect_within(
    "assessment_assessment",
    {"assessment_answer": "assessment_id", "assessment_memberoutcome": "assessment_id"},
)
protect_within("assessment_assessment", {"assessment_undoneclosing": "assessment_id"})
protect_within("assessment_answer", {"assessment_answerrevision": "answer_id"})
publish_for_reports(
    "assessment_assessment",
    "id", "pathway_id", "case_id", "kind", "moment", "state", "closed_on", "decided_way",
)  # fmt: skip
publish_for_reports(
    "assessment_undoneclosing", "id", "assessment_id", "closed_on", "decided_way", "reopened_on"
)
