import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accanto.casework.assessment.models import Answer, Assessment, MemberOutcome
from accanto.casework.assessment.operations import close_assessment, open_assessment
from accanto.casework.pathways.models import Pathway
from accanto.core import clock
from tests import cast
from tests.casework.assessment.conftest import COMPLEX, decide_all, fill, write
from tests.scenarios import NOW, TODAY


@pytest.fixture(autouse=True)
def at_nine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: TODAY)


@pytest.fixture
def anna(analysis, client: Client) -> Client:
    client.force_login(analysis.anna)
    return client


def section(analysis, code: str = "housing") -> str:
    return reverse("assessment_section", args=[analysis.assessment.pk, code])


def send(client: Client, analysis, field: str, version: int, *values: str):
    return client.post(
        reverse("assessment_answer", args=[analysis.assessment.pk]),
        {"field": field, "section": "housing", f"v:{field}": version, field: list(values)},
    )


def test_it_opens_where_something_is_missing(anna: Client, analysis) -> None:
    answer = anna.get(reverse("assessment", args=[analysis.assessment.pk]))
    assert answer["Location"] == section(analysis, "request")
    for item, value in (("request_words", "Casa"), ("composition_matches", "yes"), ("language", "well")):
        write(analysis, item, value)
    assert anna.get(reverse("assessment", args=[analysis.assessment.pk]))["Location"] == section(
        analysis, "work"
    )


def test_a_section_has_an_italian_address_and_the_former_one_leads_there(anna: Client, analysis) -> None:
    here = f"/valutazioni/{analysis.assessment.pk}/sezioni"
    assert section(analysis) == f"{here}/casa/"
    assert anna.get(f"{here}/casa/").status_code == 200
    former = anna.get(f"{here}/housing/")
    assert (former.status_code, former["Location"]) == (301, f"{here}/casa/")
    assert anna.post(f"{here}/housing/", {"v:tenure": 0, "tenure": "rented"}).status_code == 302
    assert Answer.objects.get(item="tenure").value == "rented"
    assert anna.get(f"{here}/altro/").status_code == 404


def test_the_former_address_says_nothing_to_whom_the_section_is_not_meant(analysis, client: Client) -> None:
    client.force_login(cast.user(cast.GIULIA))
    assert client.get(f"/valutazioni/{analysis.assessment.pk}/sezioni/housing/").status_code == 404


def test_an_answer_saves_itself_and_says_when_and_who(anna: Client, analysis) -> None:
    answer = send(anna, analysis, "tenure", 0, "rented")
    told = answer.json()
    assert (answer.status_code, told["version"], told["note"]) == (200, 1, "salvato alle 9:00 · Anna Prova")
    assert "Dove portano le risposte" in told["side"]
    assert Answer.objects.get(item="tenure").value == "rented"


def test_a_wrong_answer_says_how_to_mend_it(anna: Client, analysis) -> None:
    answer = send(anna, analysis, "rent", 0, "tanto")
    assert (answer.status_code, answer.json()) == (422, {"error": "Scrivi un importo come 1.234,50."})


def test_the_later_of_two_sees_both_versions(anna: Client, analysis) -> None:
    write(analysis, "request_words", "Casa e lavoro", by=analysis.bruno)
    answer = send(anna, analysis, "request_words", 0, "Casa, e il nido")
    panel = answer.json()["conflict"]
    assert answer.status_code == 409
    assert "Casa e lavoro" in panel
    assert "Casa, e il nido" in panel
    assert "Bruno Test ha cambiato questa risposta alle 9:00" in panel
    assert Answer.objects.get(item="request_words").value == "Casa e lavoro"


def test_the_whole_section_goes_on_to_the_next(anna: Client, analysis) -> None:
    sent = anna.post(section(analysis), {"v:tenure": 0, "tenure": "rented", "v:rent": 0, "rent": "450"})
    assert sent["Location"] == section(analysis, "conditions")
    assert dict(Answer.objects.values_list("item", "value")) == {"tenure": "rented", "rent": "450.00"}


def test_without_script_a_conflict_is_drawn_with_what_was_typed(anna: Client, analysis) -> None:
    write(analysis, "request_words", "Casa e lavoro", by=analysis.bruno)
    sent = anna.post(section(analysis, "request"), {"v:request_words": 0, "request_words": "Solo la casa"})
    page = sent.content.decode()
    assert sent.status_code == 422
    assert "1 risposta non è stata salvata." in page
    assert ">Solo la casa</textarea>" in page
    assert 'name="v:request_words" value="1"' in page
    again = anna.post(section(analysis, "request"), {"v:request_words": 1, "request_words": "Solo la casa"})
    assert again.status_code == 302
    assert Answer.objects.get(item="request_words").value == "Solo la casa"


def test_a_wrong_value_in_a_section_saves_the_others(anna: Client, analysis) -> None:
    sent = anna.post(section(analysis), {"v:tenure": 0, "tenure": "rented", "v:rooms": 0, "rooms": "molte"})
    assert sent.status_code == 422
    assert 'value="molte"' in sent.content.decode()
    assert dict(Answer.objects.values_list("item", "value")) == {"tenure": "rented"}


def test_members_are_asked_by_age(anna: Client, analysis) -> None:
    page = anna.get(section(analysis, "minors")).content.decode()
    family = analysis.family
    assert f'data-answer="attendance.{family.marta.pk}"' in page
    assert f'data-answer="attendance.{family.nico.pk}"' not in page
    assert f'data-answer="early_years.{family.nico.pk}"' in page
    assert str(family.lucia.pk) not in page


def test_what_is_not_asked_is_on_the_page_but_hidden(anna: Client, analysis) -> None:
    page = anna.get(section(analysis)).content.decode()
    assert 'data-shown-when="tenure=public|rented" hidden' in page


def test_others_changes_are_told(anna: Client, analysis) -> None:
    write(analysis, "tenure", "rented", by=analysis.bruno)
    page = anna.get(reverse("assessment_news", args=[analysis.assessment.pk])).content.decode()
    assert "Bruno sta scrivendo in «Casa»" in page
    assert 'data-changed="tenure" data-version="1"' in page


def test_each_form_of_an_answer_can_be_read(anna: Client, analysis) -> None:
    write(analysis, "request_words", "Casa")
    write(analysis, "request_words", "Casa e lavoro", by=analysis.bruno)
    page = anna.get(
        reverse("assessment_history", args=[analysis.assessment.pk, "request_words"])
    ).content.decode()
    assert page.index("Casa e lavoro") < page.index("<p>Casa</p>")


def test_deciding_who_can_work(anna: Client, analysis) -> None:
    lucia = analysis.family.lucia
    address = reverse("assessment_member", args=[analysis.assessment.pk, lucia.pk])
    prefix = f"m-{lucia.pk}"
    refused = anna.post(address, {f"{prefix}-activability": "exempt", f"{prefix}-expected": ":"})
    assert refused.status_code == 422
    assert "Scegli perché Lucia ha l’esonero." in refused.content.decode()
    anna.post(
        address,
        {f"{prefix}-activability": "exempt", f"{prefix}-exemption": "care_burden", f"{prefix}-expected": ":"},
    )
    assert MemberOutcome.objects.get().exemption == "care_burden"


def test_the_decision_lists_what_is_missing_and_then_closes(anna: Client, analysis) -> None:
    address = reverse("assessment_decision", args=[analysis.assessment.pk])
    page = anna.get(address).content.decode()
    assert "Prima di chiudere manca ancora" in page
    assert "Casa: «Abitano»" in page
    assert anna.post(address, {"way": "social_only"}).status_code == 422
    fill(analysis, COMPLEX)
    decide_all(analysis)
    refused = anna.post(address, {"way": "social_only"})
    assert "Le risposte portano a «bisogno complesso»" in refused.content.decode()
    closed = anna.post(address, {"way": "complex"}, follow=True)
    assert "Bisogno complesso: ora il nucleo va all’ordine del giorno dell’équipe." in closed.content.decode()
    assert Pathway.objects.get(pk=analysis.pathway.pk).way == "complex"


def test_reopening_asks_for_a_reason(anna: Client, analysis) -> None:
    fill(analysis, COMPLEX)
    decide_all(analysis)
    close_assessment(assessment=analysis.assessment, way="complex", by=analysis.anna, at=NOW)
    address = reverse("assessment_reopen", args=[analysis.assessment.pk])
    assert "Scrivi perché la riapri." in anna.post(address, {"reason": ""}, follow=True).content.decode()
    anna.post(address, {"reason": "Mancava la zia"})
    assert Assessment.objects.get(pk=analysis.assessment.pk).state == "open"


def test_a_partner_finds_no_decision_to_take(analysis, client: Client) -> None:
    client.force_login(analysis.bruno)
    assert client.get(reverse("assessment_decision", args=[analysis.assessment.pk])).status_code == 403
    members = client.get(reverse("assessment_members", args=[analysis.assessment.pk])).content.decode()
    assert "Lo decide chi ha in carico il nucleo." in members


def test_the_tab_begins_and_goes_on(published: None, client: Client) -> None:
    from tests import scenarios

    situation = scenarios.family_in_charge()
    client.force_login(situation.anna)
    address = reverse("case_assessments", args=[situation.case.pk])
    assert "Comincia l’analisi preliminare" in client.get(address).content.decode()
    begun = client.post(
        reverse("assessment_start", args=[situation.pathway.pk]), {"kind": "section_a", "moment": "entry"}
    )
    assessment = Assessment.objects.get(pathway=situation.pathway)
    assert begun["Location"] == reverse("assessment", args=[assessment.pk])
    assert (
        client.get(reverse("pathway_analysis", args=[situation.pathway.pk]))["Location"] == begun["Location"]
    )
    assert "In compilazione, cominciata da Anna Prova" in client.get(address).content.decode()


def test_the_six_areas_are_one_page_and_show_the_change(anna: Client, analysis) -> None:
    areas = ["functioning", "economic", "work", "education", "housing", "networks"]
    for moment, level in (("entry", 2), ("exit", 4)):
        analysis.assessment = open_assessment(
            pathway=analysis.pathway, kind="six_areas", moment=moment, by=analysis.anna, at=NOW
        )
        page = anna.get(section(analysis, "tutte")).content.decode()
        assert [f'data-answer="level_{area}"' in page for area in areas] == [True] * 6
        for area in areas:
            write(analysis, f"level_{area}", level)
        close_assessment(assessment=analysis.assessment, by=analysis.anna, at=NOW)
    page = anna.get(reverse("case_assessments", args=[analysis.case.pk])).content.decode()
    assert "Le sei aree, prima e dopo" in page
    assert page.count("+2") == 12  # six in the drawing, six in the table


@pytest.mark.parametrize(
    ("name", "most"),
    [("section", 11), ("members", 11), ("decision", 11), ("print", 10), ("news", 10), ("tab", 14)],
)
def test_pages_ask_the_database_little(anna: Client, analysis, name: str, most: int) -> None:
    """The tab draws the whole page of the case: two of its queries are the bar of the pathway."""
    fill(analysis, COMPLEX)
    decide_all(analysis)
    pk = analysis.assessment.pk
    address = {
        "section": section(analysis, "work"),
        "members": reverse("assessment_members", args=[pk]),
        "decision": reverse("assessment_decision", args=[pk]),
        "print": reverse("assessment_print", args=[pk]),
        "news": reverse("assessment_news", args=[pk]),
        "tab": reverse("case_assessments", args=[analysis.case.pk]),
    }[name]
    anna.get(address)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert anna.get(address).status_code == 200
    assert len(queries) == most, json.dumps([q["sql"][:160] for q in queries], indent=1)


def test_saving_an_answer_asks_the_database_little(anna: Client, analysis) -> None:
    send(anna, analysis, "tenure", 0, "rented")
    with CaptureQueriesContext(connection) as queries:
        send(anna, analysis, "tenure", 1, "public")
    assert len(queries) == 20, json.dumps([q["sql"][:160] for q in queries], indent=1)
