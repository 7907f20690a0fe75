"""The volunteers of the demonstration zone: every kind of situation that their pages need."""

import pytest

from accanto.access.offers.models import Match, Need, Offer, Thanks, Visit
from accanto.casework.cases.models import Case
from accanto.faces.demo.volunteering import Volunteering
from accanto.territory.staff.models import User
from tests.scenarios import NOW, TODAY, family_in_charge

pytestmark = pytest.mark.django_db


def test_the_zone_has_offers_needs_and_visits_in_every_state() -> None:
    family_in_charge("Modello")
    family_in_charge("Campioni")
    cases = {case.household.label: case for case in Case.objects.select_related("household")}
    Volunteering({user.username: user for user in User.objects.all()}, cases, NOW).load()
    assert (Offer.objects.count(), Need.objects.count(), Thanks.objects.count()) == (8, 7, 1)
    assert set(Match.objects.values_list("state", flat=True)) == {"proposed", "accepted", "finished"}
    assert set(Visit.objects.values_list("state", flat=True)) == {"planned", "done", "missed"}
    assert Visit.objects.filter(state="planned", day=TODAY).exists()
    assert Visit.objects.filter(state="done", thanks=None).exists()
