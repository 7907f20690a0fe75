"""The traineeship of the demonstration zone, on families called like those it names."""

from accanto.casework.cases.models import Case
from accanto.casework.training.models import TraineeCase
from accanto.faces.demo.learning import load_traineeship
from accanto.territory.staff.models import User
from tests import cast
from tests.scenarios import NOW, TODAY, family_in_charge


def test_zeno_learns_on_two_cases_of_anna(db: None) -> None:
    for label in ("Modello", "Dimostrati", "Altri"):
        family_in_charge(label)
    users = {user.username: user for user in User.objects.all()}
    load_traineeship(cases=Case.objects.select_related("household"), users=users, today=TODAY, now=NOW)
    seen = Case.objects.visible_to(cast.user(cast.ZENO))
    assert set(seen.values_list("household__label", flat=True)) == {"Modello", "Dimostrati"}
    assert TraineeCase.objects.filter(ends_at=None).count() == 2
