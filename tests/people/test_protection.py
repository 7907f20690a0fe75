"""Protected persons: what is told, to whom, in which output; and who writes it."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accanto.core.database.context import acting, acting_for
from accanto.core.errors import OperationRefused
from accanto.people.households.models import Member
from accanto.people.persons.enums import Depth
from accanto.people.persons.models import ContactPoint, Protection, Residence, SafeContact
from accanto.people.persons.operations import (
    add_contact,
    end_protection,
    grant_many,
    protect_person,
    set_safe_contact,
)
from accanto.people.persons.whereabouts import (
    Output,
    Whereabouts,
    sheltered,
    told_address,
    whereabouts_of,
    with_whereabouts,
)
from tests import cast
from tests.scenarios import NOW, TODAY, Situation, family_in_charge

HOME = Whereabouts("Pistoia", "Via Nascosta 9", "555 0101", "dopo le 18", "lucia@esempio.it")
KNOWN = {
    "": HOME,
    "address": Whereabouts(
        HOME.town,
        HOME.address,
        HOME.phone,
        HOME.phone_note,
        HOME.email,
        "address",
        "la sorella",
        "presso Prova",
    ),
    "whereabouts": Whereabouts(
        HOME.town, HOME.address, HOME.phone, HOME.phone_note, HOME.email, "whereabouts", "la sorella", ""
    ),
}


@given(st.sampled_from(list(KNOWN)), st.sampled_from(list(Depth)), st.sampled_from(list(Output)))
def test_of_a_protected_person_only_the_screen_of_who_works_on_the_case_tells_home_and_contacts(
    kind: str, depth: int, output: Output
) -> None:
    told = told_address(KNOWN[kind], depth=depth, output=output)
    private = {told.address, told.phone, told.phone_note, told.email, told.safe_contact} - {""}
    if kind and (depth < Depth.WORK or output is Output.LEAVES):
        assert private == set()
        assert told.protection == kind
        assert told.town == ("" if kind == "whereabouts" else "Pistoia")
        assert told.post_to == (KNOWN[kind].post_to if depth >= Depth.WORK else "")
    elif kind or depth >= Depth.READ:
        assert told == KNOWN[kind]
    else:
        assert told == Whereabouts(town="Pistoia")


def test_who_lives_with_a_protected_person_is_protected_with_them() -> None:
    same = Whereabouts("Pistoia", "via nascosta, 9")
    elsewhere = Whereabouts("Pistoia", "Via Altra 2")
    unknown = Whereabouts("Pistoia")
    found = sheltered([KNOWN["whereabouts"], same, elsewhere, unknown])
    assert [one.protection for one in found] == ["whereabouts", "whereabouts", "", ""]


def _protect(found: Situation, kind: str = "address", **changes: object) -> Protection:
    given = {"reason": "court_order", "source": "decreto 12/2026", "starts_on": TODAY, **changes}
    return protect_person(person=found.family.lucia, kind=kind, by=found.anna, at=NOW, **given)  # type: ignore[arg-type]


def _protection_on(found: Situation, on: object) -> str:
    row = with_whereabouts(Member.objects.filter(person=found.family.lucia), on).get()  # type: ignore[arg-type]
    return whereabouts_of(row).protection


@pytest.mark.django_db
def test_a_protection_lasts_from_its_first_day_to_its_last() -> None:
    found = family_in_charge()
    _protect(found, ends_on=TODAY + timedelta(days=10))
    days = [-1, 0, 9, 10]
    assert [_protection_on(found, TODAY + timedelta(days=n)) for n in days] == ["", "address", "address", ""]


@pytest.mark.django_db
def test_a_new_protection_takes_the_place_of_the_one_in_force() -> None:
    found = family_in_charge()
    _protect(found, starts_on=TODAY - timedelta(days=5), ends_on=TODAY + timedelta(days=90))
    _protect(found, kind="whereabouts")
    rows = Protection.objects.order_by("id").values_list("kind", "ends_on")
    assert list(rows) == [("address", TODAY), ("whereabouts", None)]
    assert _protection_on(found, TODAY) == "whereabouts"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"source": "  "}, "source"),
        ({"starts_on": TODAY + timedelta(days=1)}, "starts_on"),
        ({"ends_on": TODAY}, "ends_on"),
    ],
)
def test_a_protection_without_source_or_with_impossible_days_is_refused(
    changes: dict[str, object], field: str
) -> None:
    found = family_in_charge()
    with pytest.raises(OperationRefused) as refusal:
        _protect(found, **changes)
    assert refusal.value.field == field
    assert not Protection.objects.exists()


@pytest.mark.django_db
def test_ending_frees_the_mark_on_the_residence_too_and_wants_a_reason() -> None:
    found = family_in_charge()
    lucia = found.family.lucia
    Residence.objects.filter(person=lucia).update(protected=True)
    _protect(found)
    with pytest.raises(OperationRefused):
        end_protection(person=lucia, reason=" ", by=found.anna, at=NOW)
    assert end_protection(person=lucia, reason="ordine revocato", by=found.anna, at=NOW) == 2
    assert _protection_on(found, TODAY) == ""
    with pytest.raises(OperationRefused):
        end_protection(person=lucia, reason="ancora", by=found.anna, at=NOW)


@pytest.mark.django_db
def test_a_safe_contact_follows_another_and_both_are_kept() -> None:
    found = family_in_charge()
    lucia = found.family.lucia
    for who in ("la sorella", "il centro"):
        set_safe_contact(person=lucia, who=who, how="555 0202", when="al mattino", by=found.anna, at=NOW)
    assert list(SafeContact.objects.order_by("id").values_list("who", "ends_on")) == [
        ("la sorella", TODAY),
        ("il centro", None),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["address", "whereabouts"])
def test_the_database_keeps_contacts_from_those_who_do_not_work_on_the_case(kind: str) -> None:
    found = family_in_charge()
    lucia = found.family.lucia
    add_contact(person=lucia, kind="phone", value="555 0101")
    set_safe_contact(person=lucia, who="la sorella", how="555 0202", by=found.anna, at=NOW)
    _let_in(found, cast.BRUNO, Depth.TEAM)
    _let_in(found, cast.LUCA, Depth.READ)

    def rows(username: str) -> tuple[int, int, int]:
        with acting(acting_for(cast.user(username), at=NOW)):
            models = (ContactPoint, SafeContact, Residence)
            return tuple(model.objects.filter(person=lucia).count() for model in models)  # type: ignore[return-value,attr-defined]

    assert [rows(name) for name in (cast.ANNA, cast.LUCA, cast.BRUNO)] == [(1, 1, 1), (1, 0, 1), (1, 0, 1)]
    _protect(found, kind=kind)
    home = 0 if kind == "whereabouts" else 1
    assert [rows(name) for name in (cast.ANNA, cast.LUCA, cast.BRUNO, cast.GIULIA)] == [
        (1, 1, 1),
        (0, 0, home),
        (0, 0, home),
        (0, 0, 0),
    ]


def _let_in(found: Situation, username: str, depth: int) -> None:
    family = found.family
    grant_many(
        persons=[family.lucia, family.marta, family.nico],
        user=cast.user(username),
        depth=depth,
        reason="team",
        context=found.case.pk,
        by=found.carla,
        at=NOW - timedelta(hours=1),
    )
