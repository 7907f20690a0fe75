from accanto.casework.pathways.models.convocation import Consequence, Convocation
from accanto.casework.pathways.models.pact import ServicePact
from accanto.casework.pathways.models.pathway import Pathway, Renewal, StageEntry

__all__ = ["Consequence", "Convocation", "Pathway", "Renewal", "ServicePact", "StageEntry"]
