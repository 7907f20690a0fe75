"""What a partner called for one question is told of the pathway."""

import pytest
from django.test import Client
from django.urls import reverse

from accanto.casework.cases.operations import add_co_worker
from accanto.casework.pathways.operations import convoke
from accanto.people.persons.enums import Depth, GrantReason
from accanto.territory.bodies.models import Office
from tests import cast
from tests.present import NOW, TODAY, moment
from tests.scenarios import family_in_charge

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("name", "told", "status"), [(cast.TULLIO, False, 403), (cast.BRUNO, True, 200)])
def test_only_who_works_on_it_reads_the_convocations_and_records_the_pact(
    client: Client, name: str, told: bool, status: int
) -> None:
    situation = family_in_charge()
    partner = cast.user(name)
    add_co_worker(
        case=situation.case,
        user=partner,
        by=situation.anna,
        at=NOW,
        on=TODAY,
        depth=Depth.TEAM,
        grant_reason=GrantReason.TEAM,
    )
    convocation = convoke(
        pathway=situation.pathway,
        purpose="first",
        starts_at=moment(TODAY, 15),
        ends_at=moment(TODAY, 16),
        office=Office.objects.get(code="polo-pistoia-nord"),
        social_worker=situation.anna,
        consultant=cast.user(cast.BRUNO),
        place="Stanza 42",
        by=situation.anna,
        at=NOW,
    )
    client.force_login(partner)
    page = client.get(reverse("case_pathway", args=[situation.case.pk]))
    assert page.status_code == 200
    assert (str(convocation.pk) in page.content.decode()) is told
    assert client.get(reverse("service_pact_record", args=[situation.pathway.pk])).status_code == status
