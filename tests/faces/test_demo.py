"""The demo zone equals its sources, its people are invented, and it is alive."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.plugin import DjangoDbBlocker
from stdnum.it import codicefiscale

from accanto.access.outcomes.models import Application, Candidate, ListTotal
from accanto.casework.assessment.models import Assessment
from accanto.casework.cases.models import Case, CaseTransfer, CaseWorker, Deadline, HandedSummary
from accanto.casework.mandates.models import Prescription
from accanto.casework.pathways.models import Pathway, ServicePact
from accanto.casework.projects.models import Project
from accanto.casework.teams.models import AgendaItem, TeamMeeting
from accanto.faces.demo.loading import NotEmpty, load_demo
from accanto.faces.demo.reference import read
from accanto.people.persons.models import Identifier, Person, Residence
from accanto.steering.indicators.figures import Figure, Scope
from accanto.steering.indicators.queries import all_figures
from accanto.territory.staff.models import Contract
from tests import cast
from tests.database import close_connections, point_django_at, restore, working_copy
from tests.present import NOW, TODAY

THEN = date(2018, 11, 30)


@pytest.fixture(scope="module")
def demo_zone(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Loaded once, in a database of its own."""
    from django.db import connections

    former = str(connections["default"].settings_dict["NAME"])
    with django_db_blocker.unblock(), working_copy("demo") as name:
        restore(name)
        point_django_at(name)
        try:
            load_demo(NOW)
            yield
        finally:
            point_django_at(former)
            close_connections()


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_zone"), pytest.mark.slow]


@pytest.fixture
def figures() -> dict[str, Figure]:
    return {figure.code: figure for figure in all_figures(Scope(THEN, "rei"))}


def test_applications_equal_the_source_cell_by_cell() -> None:
    source = read("rei_2018")
    counted = Counter(
        Application.objects.filter(measure="rei").values_list("municipality__belfiore", "outcome")
    )
    wanted = {
        (row["belfiore"], outcome): count
        for row in source["applications"]
        for outcome, count in zip(source["outcomes"], row["cells"], strict=True)
        if count
    }
    assert dict(counted) == wanted
    assert sum(counted.values()) == 1722


def test_totals_that_the_source_got_wrong_are_kept_beside_the_right_ones() -> None:
    rows = ListTotal.objects.exclude(municipality=None)
    wrong = {row.municipality.name for row in rows if row.municipality and row.stated != row.computed}
    assert wrong == {
        "Serravalle Pistoiese", "Quarrata", "Agliana", "San Marcello Piteglio", "Sambuca Pistoiese"
    }  # fmt: skip
    columns = ListTotal.objects.filter(municipality=None)
    assert columns.count() == 6
    assert [row.outcome for row in columns if row.stated == row.computed] == []


def test_the_indicators_of_2018_are_those_of_the_plan(figures: dict[str, Figure]) -> None:
    assert figures["analysis_share"].numerator == 443
    assert Assessment.objects.filter(pathway__measure="rei", kind="section_a").count() == 443
    assert ServicePact.objects.filter(pathway__measure="rei").count() == 65
    assert figures["project_share"].numerator == figures["team_or_social_share"].numerator == 261
    assert figures["partner_bodies"].value == 3
    days = figures["days_outcome_to_analysis"].spread
    assert days
    assert (days.least, days.most) == (20, 105)
    team = figures["days_analysis_to_assessment"].spread
    assert team
    assert (team.least, team.most) == (25, 40)
    assert figures["applications"].value == 1722


def test_the_households_have_the_profile_of_table_1(figures: dict[str, Figure]) -> None:
    found = figures["households_by_size"]
    sizes: Counter[int] = Counter()
    for row in found.rows:
        sizes[row["size"]] += row["count"]
    assert found.value == 443
    assert dict(sizes) == {1: 137, 2: 102, 3: 80, 4: 62, 5: 38, 6: 24}
    assert found.also["lone_parents"] == 42
    assert found.also["with_small_children"] == 38


def test_history_is_over() -> None:
    assert set(Pathway.objects.filter(measure="rei").values_list("state", flat=True)) == {"closed"}
    assert set(Project.objects.filter(pathway__measure="rei").values_list("state", flat=True)) == {"closed"}
    ended = Case.objects.filter(state="closed", compartment="ordinary")
    assert max(ended.values_list("closed_on", flat=True)) < date(2021, 1, 1)


def test_social_workers_are_as_many_as_the_source_counts() -> None:
    running = Contract.objects.filter(starts_on__lte=THEN, ends_on=None)
    social = running.filter(operator__profession="social_worker", area="social")
    health = running.filter(operator__profession="health_social_worker", area="health")
    assert (social.count(), health.count()) == (31, 20)
    rows = Counter(social.values_list("employer__code", flat=True))
    assert rows == {
        "comune-pistoia": 16, "comune-quarrata": 3, "comune-agliana": 4, "comune-montale": 1, "comune-serravalle": 2,
        "comune-san-marcello-piteglio": 2, "comune-marliana": 1, "sds": 2,
    }  # fmt: skip
    later = Contract.objects.filter(starts_on__lte=date(2020, 1, 1), area="social")
    assert later.filter(operator__profession="social_worker").count() == 36


def test_codes_are_valid_and_nobody_shares_one() -> None:
    """Who was met at a desk or newly born is known by no code yet, or by one of the health service."""
    codes = list(Identifier.objects.filter(kind="codice_fiscale").values_list("value", flat=True))
    assert [code for code in codes if not codicefiscale.is_valid(code)] == []
    assert len(codes) == len(set(codes))
    without = Person.objects.exclude(identifiers__kind="codice_fiscale")
    assert Counter(without.values_list("last_name", "identifiers__kind")) == {
        ("Bozzetti", "stp"): 1, ("Bozeti", None): 1, ("Mohammed", None): 1, ("Segnaposti", None): 2,
        ("Campioni", None): 1, ("Ipotesi", None): 2,
    }  # fmt: skip
    health = list(Identifier.objects.exclude(kind="codice_fiscale").values_list("kind", "value"))
    assert health == [("stp", "STP0901100000017")]


def test_anna_finds_late_due_and_coming_work_and_new_families() -> None:
    work = Deadline.objects.filter(owner__username=cast.ANNA, state="open")
    assert work.filter(due_on__lt=TODAY).exists()
    assert work.filter(due_on=TODAY).exists()
    assert work.filter(due_on__gt=TODAY).exists()
    given = CaseWorker.objects.filter(user__username=cast.ANNA, starts_on__gte=date(2026, 11, 16))
    assert {"Inventati", "Virtuali"} <= set(given.values_list("case__household__label", flat=True))


def test_the_team_meets_with_eight_families_that_its_partners_see() -> None:
    meeting = TeamMeeting.objects.get(state="planned")
    assert meeting.items.count() == 8
    for name in (cast.BRUNO, cast.ELENA):
        assert AgendaItem.objects.visible_to(cast.user(name)).filter(meeting=meeting).count() == 8
    assert AgendaItem.objects.visible_to(cast.user(cast.SARA)).filter(meeting=meeting).count() == 1


def test_twelve_families_wait_for_somebody_and_two_applicants_for_a_name() -> None:
    waiting = Application.objects.filter(measure="adi", outcome="positive", case=None)
    assert waiting.exclude(person=None).count() == 12
    assert waiting.filter(person=None).count() == 2
    assert Candidate.objects.filter(application__in=waiting).count() >= 2


def test_one_cooperative_still_has_to_sign_and_one_address_is_protected() -> None:
    project = Project.objects.get(case__household__label="Campioni", state="proposed")
    signed = project.versions.get().signatures.values_list("party__user__username", flat=True)
    assert project.parties.count() == len(signed) + 1
    assert cast.ELENA not in signed
    homes = Residence.objects.filter(protected=True)
    assert {row.person.last_name for row in homes.select_related("person")} == {"Campioni", "Esempio"}


def test_the_abuse_team_has_handed_a_family_to_anna_and_closed_its_own_case() -> None:
    """Whoever follows the family reads the summary; the case that it comes from stays behind its fence."""
    summary = HandedSummary.objects.get()
    assert (summary.kind, summary.case.household.label, summary.case.responsible) == (
        "eiam", "Figurati", cast.user(cast.ANNA),
    )  # fmt: skip
    apart = Case.objects.get(household=summary.case.household, compartment="child_protection")
    assert (apart.state, str(apart.unit)) == ("closed", summary.from_unit)
    assert not Case.objects.visible_to(cast.user(cast.ANNA)).filter(pk=apart.pk).exists()
    transfer = CaseTransfer.objects.get(kind="eiam")
    assert (transfer.state, transfer.case, transfer.new_case) == ("accepted", apart, summary.case)


def test_a_later_order_has_lifted_a_prescription_and_added_two() -> None:
    rows = Prescription.objects.filter(measure__case__household__label="Figurati").order_by("position")
    day = rows[0].lifted_on
    assert day
    assert list(rows.values_list("added_by_order", "added_on", "lifted_by_order", "lifted_on")) == [
        ("", None, "decreto n. 702/26", day),
        ("decreto n. 702/26", day, "", None),
        ("decreto n. 702/26", day, "", None),
    ]


def test_giulia_sees_no_family_of_pistoia() -> None:
    seen = Case.objects.visible_to(cast.user(cast.GIULIA)).select_related("unit")
    assert seen.exists()
    assert {case.unit.code for case in seen} == {"servizio-quarrata"}


@pytest.mark.parametrize("name", [cast.ANNA, cast.CARLA, cast.BRUNO])
def test_the_first_pages_open(client: Client, name: str) -> None:
    client.force_login(cast.user(name), backend="allauth.account.auth_backends.AuthenticationBackend")
    for address in (reverse("home"), reverse("cases")):
        assert client.get(address).status_code == 200


def test_it_is_loaded_into_an_empty_instance_only() -> None:
    with pytest.raises(NotEmpty):
        load_demo(NOW)
