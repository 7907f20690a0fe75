from accanto.casework.training.models.pseudonym import Pseudonym
from accanto.casework.training.models.traineeship import TraineeCase, Traineeship

__all__ = ["Pseudonym", "TraineeCase", "Traineeship"]
