"""What this room adds to the frame."""

from django.utils.translation import gettext_lazy as _

from accanto.casework.training.reach import offered
from accanto.core.web.frame import Place, add_place
from accanto.core.web.narrowing import narrow
from accanto.people.persons.visibility import IN_TRAINING


def register() -> None:
    narrow(offered)
    add_place(Place(15, _("My traineeship"), "training_mine", "note", IN_TRAINING))
    add_place(Place(70, _("Traineeships"), "trainings", "user", "training.view", "/tirocini/", seldom=True))
