"""Invented people and households, and the simulated zone."""

from datetime import date
from random import Random

import pytest
from codicefiscale import codicefiscale as other_library
from hypothesis import given
from hypothesis import strategies as st
from stdnum.it import codicefiscale

from accanto.casework.cases.models import Case
from accanto.faces.demo.codes import codice_fiscale
from accanto.faces.demo.homes import any_shape, compose
from accanto.faces.demo.people import Inventor, Origin, Town
from accanto.faces.demo.profile import largest_remainder
from accanto.faces.demo.reference import read
from accanto.faces.demo.simulation import Summary, simulate
from accanto.people.households.models import Household
from accanto.people.persons.models import Person
from tests import cast
from tests.present import NOW, TODAY

TOWN = Town(1, "Abetone Cutigliano", "M376", "047023", ("A012", "D235"))


def invented(seed: int) -> list[tuple[str, str, str, date | None, str]]:
    inventor = Inventor(seed, [TOWN])
    people = []
    for _ in range(50):
        origin = inventor.origin()
        one = inventor.invent(
            surname=inventor.surname(origin), sex="f", born=inventor.birthday(40, TODAY), town=TOWN, address="",
            origin=origin, at=NOW,
        )  # fmt: skip
        people.append(
            (str(one.person.pk), str(one.person), one.code, one.person.birth_date, one.person.birth_place)
        )
    return people


def test_the_same_seed_invents_the_same_people_and_another_seed_others() -> None:
    assert invented(7) == invented(7)
    assert invented(7) != invented(8)


def test_a_code_is_the_one_that_another_library_computes() -> None:
    ours = codice_fiscale(
        last_name="D'Angelò",
        first_name="Maria Pia",
        sex="f",
        born=date(1992, 2, 29),
        belfiore="G713",
        taken=set(),
    )
    assert ours == other_library.encode(
        lastname="D'Angelò", firstname="Maria Pia", gender="F", birthdate="29/02/1992", birthplace="Pistoia"
    )


def test_people_with_the_same_code_get_another_one_each() -> None:
    taken: set[str] = set()
    for _ in range(8):
        codice_fiscale(
            last_name="O", first_name="A", sex="m", born=date(1980, 1, 1), belfiore="G713", taken=taken
        )
    assert len(taken) == 8
    assert all(codicefiscale.is_valid(code) for code in taken)


def test_people_are_born_in_towns_of_their_time() -> None:
    inventor = Inventor(1, [TOWN])
    old = {inventor.birth_place(date(1980, 1, 1), TOWN, Origin(), TODAY) for _ in range(300)}
    new = {inventor.birth_place(date(2020, 1, 1), TOWN, Origin(), TODAY) for _ in range(300)}
    assert {"A012", "D235"} <= old
    assert "M376" not in old
    assert "M376" in new
    assert not {"A012", "D235"} & new


def test_surnames_say_that_nobody_is_real() -> None:
    names = read("names")
    assert {"Esempio", "Prova", "Finti", "Campioni"} <= set(names["surnames"])
    assert any("'" in name for name in names["unusual_surnames"])


@given(st.integers(0, 10_000))
def test_every_household_could_exist(seed: int) -> None:
    random = Random(seed)  # noqa: S311
    shape = any_shape(random)
    roles = compose(random, shape)
    head = roles[0]
    assert len(roles) == shape.size
    assert [role.relation for role in roles].count("reference") == 1
    assert sum(role.age < 18 for role in roles) == shape.minors
    assert all(head.age - role.age >= 17 for role in roles if role.relation == "child")


@given(st.dictionaries(st.integers(), st.floats(0.1, 100), min_size=1), st.integers(0, 2_000))
def test_shares_are_divided_to_the_last_one(shares: dict[int, float], total: int) -> None:
    assert sum(largest_remainder(shares, total).values()) == total


@pytest.fixture
def simulated(transactional_db: None) -> Summary:
    return simulate(residents=300, seed=3, at=NOW, progress=lambda _line: None)


@pytest.mark.slow
def test_a_small_simulated_zone_holds_together(simulated: Summary) -> None:
    assert simulated.residents == Person.objects.count() == 300
    assert simulated.households == Household.objects.count()
    assert simulated.cases == Case.objects.count() > 0
    giulia = Case.objects.visible_to(cast.user(cast.GIULIA))
    assert not giulia.exclude(unit__code="servizio-quarrata").exists()
    anna = cast.user(cast.ANNA)
    mine = Case.objects.filter(responsible=anna)
    assert set(Case.objects.visible_to(anna)) == set(mine)
