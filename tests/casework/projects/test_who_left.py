"""What a project says of somebody who has left stays in it, and no «None» stands in their place."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accanto.casework.cases import consequences
from accanto.casework.cases.models import HouseholdChange
from accanto.casework.cases.operations import join_household, leave_household
from accanto.casework.projects import operations
from accanto.casework.projects.models import Party
from accanto.casework.projects.queries.content import content_of
from accanto.core.database.context import acting, acting_for
from accanto.people.matching.given import Given
from accanto.resources.catalogue.models import Service
from tests import cast
from tests.casework.projects.situations import InProject, reference, written
from tests.scenarios import NOW, TODAY, looked_for

pytestmark = pytest.mark.django_db
BEFORE = NOW - timedelta(hours=1)
GONE = "chi è uscito dal nucleo"


@pytest.fixture
def left(db: None) -> InProject:
    """Piero had a support, a commitment, an action and a signature in the project, and has left."""
    reference()
    found = written()
    made = found.situation
    made.case.refresh_from_db()
    piero = join_household(
        case=made.case, relation="spouse", reason="x", starts_on=TODAY - timedelta(days=30), by=made.anna,
        at=NOW - timedelta(hours=3),
        **looked_for(Given("Piero", "Prova", "m", date(1985, 1, 1)), made.anna, NOW - timedelta(hours=3)),
    )  # fmt: skip
    told = {"by": made.anna, "at": NOW - timedelta(hours=2)}
    service = Service.objects.order_by("code")[0]
    operations.add_support(project=found.project, service=service, person=piero.person, **told)
    operations.add_commitment(project=found.project, person=piero.person, text="Porto Nico a scuola", **told)
    operations.add_action(goal=found.project.goals.all()[0], text="Chiama", person=piero.person, **told)
    if not found.project.parties.present().filter(person=piero.person).exists():
        operations.add_party(project=found.project, person=piero.person, **told)
    leave_household(case=made.case, member=piero, reason="x", ends_on=TODAY, by=made.anna, at=BEFORE)
    return found


def test_whoever_reads_the_project_reads_all_of_it(left: InProject) -> None:
    with acting(acting_for(left.anna, at=NOW)):
        content = content_of(left.again())
        said = {
            "for_whom": [one["for_whom"] for one in content["supports"]].count(GONE),
            "commitment": [one["text"] for one in content["commitments"] if one["name"] == GONE],
            "who": [one["who"] for goal in content["goals"] for one in goal["actions"]].count(GONE),
            "party": [one["name"] for one in content["parties"]].count(GONE),
        }
    assert said == {"for_whom": 1, "commitment": ["Porto Nico a scuola"], "who": 1, "party": 1}
    client = Client()
    client.force_login(cast.user(cast.ANNA))
    page = client.get(reverse("project", args=[left.project.pk])).content.decode()
    assert ("Porto Nico a scuola" in page, GONE in page, "None" in page) == (True, True, False)


def test_their_support_is_proposed_among_what_the_change_touches(left: InProject) -> None:
    change = HouseholdChange.objects.get(kind="away")
    with acting(acting_for(left.anna, at=NOW)):
        found = consequences.proposals(change, left.anna, NOW)
    assert [p.title.endswith(f"per {GONE}") for p in found if p.subject.startswith("support-")] == [True]


def test_their_signature_is_no_longer_asked_for_when_somebody_takes_it_away(left: InProject) -> None:
    with acting(acting_for(left.anna, at=NOW)):
        project = left.again()
        (party,) = [one for one in Party.objects.present().filter(project=project) if _of_piero(one)]
        operations.remove_party(party=party, by=left.anna, at=NOW)
        change = project.changes.order_by("-pk")[0]
    assert change.text == GONE
    assert not Party.objects.present().filter(pk=party.pk).exists()


def _of_piero(party: Party) -> bool:
    return party.person_id is not None and party.position == max(
        Party.objects.present().filter(project=party.project_id).values_list("position", flat=True)
    )
