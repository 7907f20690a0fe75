"""What a tutor chooses a student reads, with names of their own, for as long as all of its reasons last."""

from datetime import date, timedelta

import pytest
from django.db import connection

from accanto.casework.cases.models import Case
from accanto.casework.cases.operations import (
    add_co_worker,
    bar_from_case,
    join_household,
    leave_household,
    move_case,
    set_responsible,
)
from accanto.casework.training import operations
from accanto.casework.training.models import Pseudonym, TraineeCase, Traineeship
from accanto.casework.training.naming import generation
from accanto.core.errors import NotPermitted, OperationRefused
from accanto.core.transitions import TransitionRefused
from accanto.people.matching.given import Given
from accanto.people.persons.enums import Depth
from accanto.people.persons.models import AccessGrant, Person
from accanto.territory.staff.models import User
from accanto.territory.staff.operations import grant_role
from tests import cast
from tests.casework.training.conftest import LAST_DAY, Learning, traineeship_of
from tests.scenarios import NOW, TODAY, family_in_charge, looked_for

LATER = NOW + timedelta(hours=1)


def reads(user: User) -> list[Case]:
    fresh = User.objects.get(pk=user.pk)
    return list(Case.objects.visible_to(fresh, Depth.READ))


def take_over(learning: Learning, worker: str = cast.LUCA) -> None:
    set_responsible(
        case=learning.situation.case, user=cast.user(worker), by=learning.situation.carla, at=LATER, on=TODAY
    )


def test_the_chosen_case_is_read_and_no_more_than_read(learning: Learning) -> None:
    other = family_in_charge("Smeraldini")
    assert reads(learning.zeno) == [learning.situation.case]
    assert not Case.objects.visible_to(learning.zeno, Depth.WORK).exists()
    assert not Person.objects.visible_to(learning.zeno).filter(pk=other.family.lucia.pk).exists()
    grants = AccessGrant.objects.filter(user=learning.zeno)
    midnight = learning.traineeship.ends_at
    assert {(g.reason, g.depth, g.ends_at) for g in grants} == {("training", Depth.READ, midnight)}
    assert midnight.astimezone(NOW.tzinfo).isoformat() == "2027-02-27T00:00:00+01:00"


def test_names_are_right_for_sex_and_generation_and_one_family_has_one_surname(learning: Learning) -> None:
    people = learning.situation.family
    told = {p.person_id: p for p in Pseudonym.objects.all()}
    assert set(told) == {people.lucia.pk, people.marta.pk, people.nico.pk}
    assert len({p.last_name for p in told.values()}) == 1
    assert len({p.first_name for p in told.values()}) == 3
    assert [
        generation(d) for d in (date(1950, 1, 1), people.lucia.birth_date, people.marta.birth_date, None)
    ] == [
        "elder",
        "adult",
        "child",
        "adult",
    ]


def test_another_student_reads_other_names(learning: Learning) -> None:
    vera = cast.user(cast.VERA)
    vera.role_grants.all().delete()
    _make_student(vera)
    theirs = traineeship_of(vera, learning.anna)
    case = learning.situation.case
    operations.choose_case(traineeship=theirs, case=case, reason="Anche lei", by=learning.anna, at=NOW)
    for person in case.household.members.values_list("person", flat=True):
        first, second = Pseudonym.objects.filter(person=person).order_by("id")
        assert first.first_name != second.first_name
        assert first.last_name != second.last_name


def _make_student(user: User) -> None:
    office = cast.user(cast.ZENO).role_grants.get().office
    grant_role(
        user=user,
        role="student",
        office=office,
        starts_on=TODAY,
        by=cast.user(cast.PAOLO),
        at=NOW,
        reason="x",
    )


def test_the_same_case_chosen_again_has_the_same_names(learning: Learning) -> None:
    before = set(Pseudonym.objects.values_list("person", "first_name", "last_name"))
    (chosen,) = TraineeCase.objects.all()
    operations.take_case_away(chosen=chosen, reason="Una pausa", by=learning.anna, at=NOW)
    assert reads(learning.zeno) == []
    again = NOW + timedelta(minutes=1)
    operations.choose_case(
        traineeship=learning.traineeship,
        case=learning.situation.case,
        reason="Riprende",
        by=learning.anna,
        at=again,
    )
    assert set(Pseudonym.objects.values_list("person", "first_name", "last_name")) == before
    assert AccessGrant.objects.filter(user=learning.zeno, ends_at=learning.traineeship.ends_at).count() == 3


def test_whoever_enters_the_household_is_named_and_whoever_leaves_is_seen_no_more(learning: Learning) -> None:
    case = learning.situation.case
    common = {"case": case, "by": learning.anna, "at": LATER}
    born = join_household(
        **looked_for(Given("Pia", "Zaffirelli"), learning.anna, LATER),
        relation="child",
        reason="Nascita",
        starts_on=TODAY,
        **common,
    )
    assert Pseudonym.objects.filter(person=born.person_id).count() == 1
    grant = AccessGrant.objects.get(user=learning.zeno, person=born.person_id)
    assert (grant.depth, grant.reason) == (Depth.READ, "training")
    leave_household(
        member=born, reason="Affidata", ends_on=TODAY, **{**common, "at": LATER + timedelta(hours=1)}
    )
    grant.refresh_from_db()
    assert grant.ends_at == LATER + timedelta(hours=1)


def test_it_ends_when_the_tutor_no_longer_works_on_the_case(learning: Learning) -> None:
    take_over(learning)
    (chosen,) = TraineeCase.objects.all()
    assert (chosen.ends_at, chosen.end_reason) == (LATER, "Il tutor non lavora più al caso.")
    assert not AccessGrant.objects.filter(user=learning.zeno, ends_at__gt=LATER).exists()


def test_it_goes_on_when_the_tutor_still_works_on_it_beside_another(learning: Learning) -> None:
    add_co_worker(case=learning.situation.case, user=learning.anna, by=learning.anna, at=NOW, on=TODAY)
    take_over(learning)
    assert TraineeCase.objects.get().ends_at is None


@pytest.mark.parametrize("compartment", ["child_protection", "adoption"])
def test_a_fenced_case_is_taken_away_and_cannot_be_chosen(learning: Learning, compartment: str) -> None:
    case = learning.situation.case
    move_case(case=case, compartment=compartment, staying=[], reason="Decreto", by=learning.anna, at=LATER)
    (chosen,) = TraineeCase.objects.all()
    assert chosen.ends_at == LATER
    assert not AccessGrant.objects.filter(user=learning.zeno, ends_at__gt=LATER).exists()
    with pytest.raises(OperationRefused) as refusal:
        _choose(learning, at=LATER + timedelta(hours=1))
    assert refusal.value.field == "case"


def _choose(learning: Learning, **changes: object) -> TraineeCase:
    given = {
        "traineeship": learning.traineeship,
        "case": learning.situation.case,
        "reason": "Serve",
        "by": learning.anna,
        "at": NOW,
    }
    return operations.choose_case(**{**given, **changes})  # type: ignore[arg-type]


def test_a_right_to_stay_does_not_keep_a_student_behind_the_fence(learning: Learning) -> None:
    case = learning.situation.case
    move_case(
        case=case,
        compartment="justice",
        staying=[learning.zeno],
        reason="Decreto",
        by=learning.anna,
        at=LATER,
    )
    assert not AccessGrant.objects.filter(user=learning.zeno, ends_at__gt=LATER, reaches=True).exists()


def test_what_cannot_be_chosen(learning: Learning) -> None:
    _refused(learning, "case")  # already chosen
    luca = family_in_charge("Ametisti", worker=cast.LUCA)
    _refused(learning, "case", case=luca.case)
    mine = family_in_charge("Topazini")
    _refused(learning, "reason", case=mine.case, reason="  ")
    bar_from_case(
        case=mine.case, user=learning.zeno, reason="relative", source="Detto", by=learning.anna, at=NOW
    )
    _refused(learning, "user", case=mine.case)
    with pytest.raises(NotPermitted):
        _choose(learning, case=mine.case, by=cast.user(cast.CARLA))


def _refused(learning: Learning, field: str, **changes: object) -> None:
    with pytest.raises(OperationRefused) as refusal:
        _choose(learning, **changes)
    assert refusal.value.field == field


def test_who_can_learn_from_whom_and_when(learning: Learning) -> None:
    for changes, field in (
        ({"student": learning.zeno, "tutor": learning.anna}, "student"),
        ({"student": cast.user(cast.DARIO), "tutor": learning.anna}, "student"),
        ({"student": learning.zeno, "tutor": cast.user(cast.DARIO)}, "tutor"),
        (
            {"student": learning.zeno, "tutor": learning.anna, "last_day": TODAY - timedelta(days=1)},
            "last_day",
        ),
        (
            {"student": learning.zeno, "tutor": learning.anna, "last_day": TODAY + timedelta(days=4000)},
            "last_day",
        ),
    ):
        with pytest.raises(OperationRefused) as refusal:
            traineeship_of(**changes)  # type: ignore[arg-type]
        assert refusal.value.field == field


def test_it_begins_and_ends_on_its_days(learning: Learning) -> None:
    operations.end_traineeship(traineeship=learning.traineeship, by=learning.anna, at=NOW)
    planned = traineeship_of(learning.zeno, learning.anna, starts_on=TODAY + timedelta(days=2))
    assert planned.state == "planned"
    with pytest.raises(OperationRefused):
        operations.begin_traineeship(traineeship=planned, by=learning.anna, at=NOW)
    assert operations.keep_time(at=NOW) == 0
    assert operations.keep_time(at=NOW + timedelta(days=2)) == 1
    _choose(learning, traineeship=planned, at=NOW + timedelta(days=2))
    over = planned.ends_at + timedelta(minutes=5)
    assert operations.keep_time(at=over) == 1
    planned.refresh_from_db()
    assert (planned.state, planned.closed_at, planned.last_day) == ("ended", over, LAST_DAY)
    assert not TraineeCase.objects.filter(ends_at=None).exists()
    with pytest.raises(TransitionRefused):
        operations.end_traineeship(traineeship=planned, by=learning.anna, at=over)


def test_an_interruption_says_why(learning: Learning) -> None:
    with pytest.raises(OperationRefused):
        operations.interrupt_traineeship(
            traineeship=learning.traineeship, reason=" ", by=learning.anna, at=LATER
        )
    with pytest.raises(NotPermitted):
        operations.end_traineeship(traineeship=learning.traineeship, by=cast.user(cast.LUCA), at=LATER)
    paolo = cast.user(cast.PAOLO)
    operations.interrupt_traineeship(traineeship=learning.traineeship, reason="Rinuncia", by=paolo, at=NOW)
    found = Traineeship.objects.get()
    assert (found.state, found.closing_reason) == ("interrupted", "Rinuncia")
    assert reads(learning.zeno) == []


def test_another_role_does_not_add_to_that_of_a_student(learning: Learning) -> None:
    """Nor does what was chosen for a student show anything to the same person in another role."""
    office = learning.situation.case.unit
    common = {"user": learning.zeno, "office": office, "starts_on": TODAY, "at": NOW}
    grant_role(role="coordinator", by=cast.user(cast.PAOLO), reason="Sbaglio", **common)
    zeno = cast.user(cast.ZENO)
    assert zeno.access.coordinates == frozenset()
    assert not zeno.may("cases.work")
    zeno.role_grants.filter(role="student").delete()
    zeno.role_grants.filter(role="coordinator").update(role="social_worker")
    assert reads(zeno) == []


def test_the_database_knows_the_rule_of_rights(learning: Learning) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM training_openings(%s, 10)", [learning.traineeship.pk])
        assert cursor.fetchone() == (0,)
