"""The only way to write pathways, convocations and service pacts."""

from accanto.casework.pathways.operations.consequences import (
    ConsequenceRefused,
    decide_consequence,
    renew_pathway,
    resume_benefit,
    suspend_benefit,
)
from accanto.casework.pathways.operations.convocation import (
    ConvocationRefused,
    ProofFile,
    UnusualDay,
    convoke,
    record_outcome,
    record_sending,
)
from accanto.casework.pathways.operations.letters import prepare_letter
from accanto.casework.pathways.operations.pacts import (
    PactRefused,
    check_service_pact,
    end_service_pact,
    record_service_pact,
)
from accanto.casework.pathways.operations.pathway import close_pathway, enter_stage, set_way, start_pathway
from accanto.casework.pathways.operations.terms import follow_clock

__all__ = [
    "ConsequenceRefused",
    "ConvocationRefused",
    "PactRefused",
    "ProofFile",
    "UnusualDay",
    "check_service_pact",
    "close_pathway",
    "convoke",
    "decide_consequence",
    "end_service_pact",
    "enter_stage",
    "follow_clock",
    "prepare_letter",
    "record_outcome",
    "record_sending",
    "record_service_pact",
    "renew_pathway",
    "resume_benefit",
    "set_way",
    "start_pathway",
    "suspend_benefit",
]
