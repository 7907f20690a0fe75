"""What a court decided is seen through the case, by those who read it; partners of a team see nothing of it."""

from accanto.casework.cases.row_policies import seen
from accanto.core.database.policies import protect, protect_within

protect("mandates_measure", see=seen("mandates_measure", depth=30))
protect("mandates_supportadministrator", see=seen("mandates_supportadministrator", depth=30))
protect_within(
    "mandates_measure",
    {
        "mandates_concerned": "measure_id",
        "mandates_prescription": "measure_id",
        "mandates_serviceresponsible": "measure_id",
        "mandates_entrustmentterms": "measure_id",
        "mandates_reportterm": "measure_id",
        "mandates_courtreport": "measure_id",
        "mandates_hearing": "measure_id",
    },
)
protect_within("mandates_prescription", {"mandates_prescriptioncheck": "prescription_id"})
protect_within("mandates_courtreport", {"mandates_statement": "report_id"})
protect_within("mandates_hearing", {"mandates_hearingoperator": "hearing_id"})
protect_within("mandates_supportadministrator", {"mandates_administratorreport": "administrator_id"})
