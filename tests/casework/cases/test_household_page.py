"""Who enters and leaves the household, through the pages that the worker uses, as the database lets them."""

from datetime import date

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accanto.casework.cases.operations import join_household
from accanto.core.errors import NotPermitted
from accanto.people.households.models import Member
from accanto.people.households.queries import members_of
from accanto.people.matching.given import Given
from accanto.people.matching.operations import SearchFirst, note_search, write_person_down
from accanto.people.persons.models import AccessGrant, Identifier, Person
from accanto.people.persons.operations import create_person
from tests import cast
from tests.scenarios import NOW, TODAY, Situation, family_in_charge, looked_for

pytestmark = pytest.mark.django_db
_CODE = "CMPRSO15A41G713A"


@pytest.fixture
def situation() -> Situation:
    return family_in_charge()


@pytest.fixture
def anna() -> Client:
    client = Client()
    client.force_login(cast.user(cast.ANNA))
    return client


def _join(client: Client, situation: Situation, **more: str) -> int:
    return _send(client, situation, **more).status_code


def _none_of_these(client: Client, situation: Situation, **more: str) -> dict[str, str]:
    """What the page asked, answered with «none of these»."""
    return {"search": str(_send(client, situation, **more).context["search"].pk), "person": ""}


def _send(client: Client, situation: Situation, **more: str) -> HttpResponse:
    form = {
        "first_name": "Rosa",
        "last_name": "Campioni",
        "relation": "child",
        "starts_on": "2026-11-01",
        "reason": "nascita",
        "birth_date": "2015-01-01" if "codice_fiscale" in more else "",
        **more,
    }
    url = reverse("case_member_add", args=[situation.case.pk])
    return client.post(url, form)


def _names(situation: Situation) -> list[str]:
    standing = Member.objects.filter(household=situation.family.household, ends_on=None)
    return sorted(standing.values_list("person__first_name", flat=True))


def test_a_member_who_enters_is_in_the_household_and_seen_by_whoever_works_on_it(
    situation: Situation, anna: Client
) -> None:
    assert _join(anna, situation) == 302
    assert _names(situation) == ["Lucia", "Marta", "Nico", "Rosa"]
    rosa = Person.objects.get(first_name="Rosa", last_name="Campioni")
    assert Person.objects.visible_to(situation.anna).filter(pk=rosa.pk).exists()
    assert "Rosa" in anna.get(reverse("case_household", args=[situation.case.pk])).content.decode()


def test_somebody_whom_another_office_knows_is_recognised_by_code_and_not_written_twice(
    situation: Situation, anna: Client
) -> None:
    known = create_person(
        first_name="Rosa",
        last_name="Campioni",
        birth_date=date(2015, 1, 1),
        codice_fiscale=_CODE,
        by=situation.carla,
        at=NOW,
    )
    stranger = {"codice_fiscale": _CODE, "last_name": "Finti", "code_checked": "on"}
    assert _join(anna, situation, **stranger, **_none_of_these(anna, situation, **stranger)) == 422
    assert _names(situation) == ["Lucia", "Marta", "Nico"]
    assert _join(anna, situation, codice_fiscale=_CODE) == 200  # another office knows them: said first
    assert _names(situation) == ["Lucia", "Marta", "Nico"]
    again = _none_of_these(anna, situation, codice_fiscale=_CODE)
    assert _join(anna, situation, codice_fiscale=_CODE, **again) == 302
    assert list(Identifier.objects.filter(value=_CODE).values_list("person_id", flat=True)) == [known.pk]
    assert list(Person.objects.filter(first_name="Rosa").values_list("pk", flat=True)) == [known.pk]
    assert _names(situation) == ["Lucia", "Marta", "Nico", "Rosa"]


def test_whoever_is_alike_is_shown_before_a_second_record_is_written(
    situation: Situation, anna: Client
) -> None:
    other = family_in_charge("D'Angelò")
    known = other.family.lucia
    typed = {"first_name": "Lucía", "last_name": "D Angelo", "reason": "vive qui", "relation": "other"}
    page = _send(anna, situation, **typed)
    assert page.status_code == 200
    assert [one.card.person_id for one in page.context["likenesses"]] == [known.pk]
    assert _names(situation) == ["Lucia", "Marta", "Nico"]
    search = str(page.context["search"].pk)
    # Nothing chosen: asked again, nothing written, what was typed stands.
    asked = _send(anna, situation, **typed, search=search)
    assert asked.status_code == 422
    assert "scegli" in asked.content.decode()
    assert 'value="D Angelo"' in asked.content.decode()
    assert _join(anna, situation, **typed, search=search, person=str(known.pk)) == 302
    assert _names(situation) == ["Lucia", "Lucia", "Marta", "Nico"]
    assert Person.objects.filter(search_name__contains="angelo").count() == 3


def test_other_words_after_the_search_are_searched_again(situation: Situation, anna: Client) -> None:
    family_in_charge("D'Angelò")
    typed = {"first_name": "Lucia", "last_name": "D'Angelo", "reason": "vive qui"}
    search = str(_send(anna, situation, **typed).context["search"].pk)
    changed = {**typed, "first_name": "Lucio", "search": search, "person": ""}
    assert _join(anna, situation, **changed) == 422
    assert not Person.objects.filter(first_name="Lucio").exists()


def test_somebody_whom_one_does_not_see_is_not_taken_by_their_id(situation: Situation, anna: Client) -> None:
    other = family_in_charge("Altrui", worker=cast.GIULIA, unit="servizio-quarrata", town="Quarrata")
    search = str(note_search(given=Given("Rosa", "Campioni"), shown=0, by=situation.anna, at=NOW).pk)
    assert _join(anna, situation, search=search, person=str(other.family.lucia.pk)) == 422
    with pytest.raises(NotPermitted):
        join_household(
            case=situation.case, person=other.family.lucia, relation="other", reason="x", starts_on=TODAY,
            by=situation.anna, at=NOW,
        )  # fmt: skip
    with pytest.raises(SearchFirst):
        join_household(
            case=situation.case, given=Given("Rosa", "Campioni"), relation="other", reason="x",
            starts_on=TODAY, by=situation.anna, at=NOW,
        )  # fmt: skip
    assert _names(situation) == ["Lucia", "Marta", "Nico"]


def test_a_child_whom_a_hospital_wrote_down_is_not_written_again_at_birth(
    situation: Situation, anna: Client
) -> None:
    given = Given("Rosa", "Campioni", "f", TODAY)
    child = write_person_down(**looked_for(given, situation.anna), by=situation.anna, at=NOW)
    lucia = Member.objects.get(household=situation.family.household, person=situation.family.lucia)
    typed = {
        "first_name": "Rosa",
        "last_name": "Campioni",
        "sex": "f",
        "birth_date": TODAY.isoformat(),
        "parents": [lucia.pk],
    }
    url = reverse("case_birth", args=[situation.case.pk])
    page = anna.post(url, typed)
    assert (page.status_code, [one.card.person_id for one in page.context["likenesses"]]) == (200, [child.pk])
    chosen = {**typed, "search": page.context["search"].pk, "person": child.pk}
    assert anna.post(url, chosen).status_code == 302
    assert _names(situation) == ["Lucia", "Marta", "Nico", "Rosa"]
    assert Person.objects.filter(first_name="Rosa").count() == 1


def test_a_new_member_is_told_to_whoever_works_on_the_case_and_not_to_the_office_of_who_writes() -> None:
    there = family_in_charge()
    member = join_household(
        case=there.case, **looked_for(Given("Rosa", "Campioni"), there.anna), relation="child", reason="x",
        starts_on=TODAY, by=there.anna, at=NOW,
    )  # fmt: skip
    reasons = AccessGrant.objects.filter(person=member.person_id).values_list("reason", flat=True)
    assert set(reasons) == {"assignment", "coordination"}


def test_a_new_member_comes_with_their_code(situation: Situation, anna: Client) -> None:
    assert _join(anna, situation, codice_fiscale=_CODE) == 302
    rosa = Person.objects.get(first_name="Rosa", last_name="Campioni")
    assert Identifier.objects.get(value=_CODE).person_id == rosa.pk


def test_a_member_who_leaves_is_no_longer_counted(situation: Situation, anna: Client) -> None:
    nico = Member.objects.get(household=situation.family.household, person=situation.family.nico)
    url = reverse("case_member_end", args=[situation.case.pk, nico.pk])
    answer = anna.post(url, {"ends_on": "2026-11-20", "reason": "dal padre"})
    assert answer.status_code == 302
    assert _names(situation) == ["Lucia", "Marta"]


def test_the_day_that_is_asked_of_who_leaves_is_the_first_one_out(situation: Situation, anna: Client) -> None:
    nico = Member.objects.get(household=situation.family.household, person=situation.family.nico)
    url = reverse("case_member_end", args=[situation.case.pk, nico.pk])
    assert anna.get(url).context["form"]["ends_on"].label == "Non più qui dal"
    anna.post(url, {"ends_on": "2026-11-20", "reason": "dal padre"})
    for day, there in ((date(2026, 11, 19), True), (date(2026, 11, 20), False)):
        people = [row.person for row in members_of(situation.family.household, day)]
        assert (situation.family.nico in people) is there


def test_a_code_that_says_otherwise_is_taken_only_from_whoever_has_seen_the_document(
    situation: Situation, anna: Client
) -> None:
    typed = {
        "first_name": "Piero", "last_name": "Zeta", "sex": "m", "birth_date": "1950-02-03", "relation": "other",
        "codice_fiscale": "RSSMRA85T50G713D",
    }  # fmt: skip
    assert (
        'name="code_checked"'
        not in anna.get(reverse("case_member_add", args=[situation.case.pk])).content.decode()
    )
    refused = _send(anna, situation, **typed)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["code_checked"])
    assert 'type="checkbox" name="code_checked"' in refused.content.decode()
    assert not Person.objects.filter(last_name="Zeta").exists()
    assert _join(anna, situation, **typed, code_checked="on") == 302
    assert Identifier.objects.get(value="RSSMRA85T50G713D").person.last_name == "Zeta"


def test_where_the_code_leaves_the_century_open_the_day_of_birth_is_asked(
    situation: Situation, anna: Client
) -> None:
    asked = _send(anna, situation, codice_fiscale=_CODE, birth_date="")
    errors = asked.context["form"].errors
    assert (asked.status_code, list(errors)) == (422, ["birth_date"])
    assert "1915" in str(errors)
    # Of who was born in 1985 the code leaves no doubt.
    mara = {"first_name": "Mara", "last_name": "Rossi", "sex": "f", "codice_fiscale": "RSSMRA85T50G713D"}
    assert _join(anna, situation, **mara, relation="other", birth_date="") == 302
    assert Person.objects.get(first_name="Mara").birth_date == date(1985, 12, 10)
