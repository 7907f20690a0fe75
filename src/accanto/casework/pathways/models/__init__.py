from accanto.casework.pathways.models.convocation import Convocation
from accanto.casework.pathways.models.pact import ServicePact
from accanto.casework.pathways.models.pathway import Pathway, StageEntry

__all__ = ["Convocation", "Pathway", "ServicePact", "StageEntry"]
